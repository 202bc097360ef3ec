using Azure.Core;
using Azure.Identity;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring;

/// <summary>
/// Registers everything that knows no host. The host adds what it owns: <see cref="IValidationHost"/>,
/// <see cref="IScoreHistory"/>,
/// <see cref="ICircuitView"/>, <see cref="IAuditLog"/>, <see cref="IAuditReader"/>, <see cref="IStorageProbe"/>,
/// <see cref="LookupHasher"/> and where Data Protection keeps its key ring.
/// </summary>
public static class ScoringServices
{
    /// <summary>Adds the services under settings that have been read and checked.</summary>
    public static IServiceCollection AddFinRiskScoring(this IServiceCollection services, FinRiskSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.RiskShield);
        services.AddSingleton(settings.Retry);
        services.AddSingleton(settings.Circuit);
        services.AddSingleton(settings.Validation);
        services.AddSingleton(settings.ScoreHistory);
        services.AddSingleton(settings.RateLimit);
        services.AddSingleton(new FeatureFlags(
            settings.Features.With(settings.Validation.StrictIdNumber), settings.RiskShield.CandidatePath is not null));
        services.AddHostedService<FeatureReload>();
        services.TryAddSingleton<IScoreCache, HistoryAsScoreCache>();
        services.AddSingleton<ApplicantSealer>();
        services.AddSingleton<ScoringMetrics>();
        services.AddSingleton<ValidationEvents>();
        services.AddSingleton<ValidationService>();
        services.AddSingleton<Disclosures>();
        services.AddSingleton<AuditEndpoint>();
        services.AddSingleton<CallerLimits>();
        services.AddSingleton(new GatewayPrefix(settings.Gateway));
        services.AddSingleton<EdgeMiddleware>();
        services.AddSingleton<ValidateEndpoint>();
        services.AddSingleton<ValidationsEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<OperationsFigures>();
        services.AddSingleton<IScoringListener>(provider => provider.GetRequiredService<OperationsFigures>());
        services.AddSingleton<SummaryEndpoint>();
        services.AddSingleton<CircuitEndpoint>();
        services.AddDataProtection()
            .SetApplicationName("FinRisk")
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        return services.AddRiskShield(settings.RiskShield, settings.Circuit.ProbeLease - settings.RiskShield.AttemptTimeout);
    }

    private static IServiceCollection AddRiskShield(
        this IServiceCollection services, RiskShieldSettings settings, TimeSpan probeWait)
    {
        (string, bool)[] handlers = [(RiskShieldClient.HandlerName, true), (RiskShieldClient.NewConnectionHandlerName, false)];
        foreach (var (name, pooled) in handlers)
        {
            services.AddHttpClient(name)
                .ConfigurePrimaryHttpMessageHandler(() => VendorConnection.CreateHandler(settings, pooled))

                // Connections are renewed by themselves (VendorConnection.Lifetime), so the handler may live on.
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

                // The factory's own logging would write the vendor's address at every call and cost as much as the call's JSON.
                .RemoveAllLoggers();
        }


        // Always the machine's own clock: it is this very process that may stand still.
        services.AddSingleton(_ => new StallDetector(TimeProvider.System));
        services.AddSingleton(provider => new VendorPermits(
            settings, probeWait, provider.GetRequiredService<TimeProvider>(), provider.GetService<ISharedCallRate>()));
        services.AddSingleton(provider => VendorPipeline.Build(
            settings,
            provider.GetRequiredService<IVendorKeySource>(),
            provider.GetRequiredService<VendorPermits>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RiskShieldClient.Transport(
            InvokerOf(provider, RiskShieldClient.HandlerName), InvokerOf(provider, RiskShieldClient.NewConnectionHandlerName)));
        services.AddSingleton<RiskShieldClient>();
        services.AddSingleton(provider => new VendorAttempt(
            provider.GetRequiredService<RiskShieldClient>(),
            provider.GetRequiredService<ApplicantSealer>(),
            provider.GetRequiredService<ICircuitView>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<ValidationEvents>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VendorAttempt>>()));
        services.AddSingleton<IVendorKeySource>(provider => settings.ApiKeySecretUri is { } secret
            ? KeyFromVault(provider, secret)
            : new ConfiguredKeySource(provider.GetRequiredService<IConfiguration>()));
        return services;
    }

    private static HttpMessageInvoker InvokerOf(IServiceProvider provider, string name) =>
        new(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name));

    /// <summary>Only a host that is told to use Key Vault pays for loading the Azure libraries.</summary>
    private static KeyVaultKeySource KeyFromVault(IServiceProvider provider, Uri secret)
    {
        var credential = provider.GetService<TokenCredential>() ?? new DefaultAzureCredential();
        var (vault, name) = VaultSecret.Find(secret, credential);
        return new KeyVaultKeySource(
            vault,
            name,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyVaultKeySource>>());
    }
}
