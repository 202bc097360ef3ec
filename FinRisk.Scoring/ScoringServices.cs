using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Operations.Stories;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring;

/// <summary>
/// Registers the services that do not depend on the host. The host must also register <see cref="IValidationHost"/>,
/// <see cref="IScoreHistory"/>, <see cref="ICircuitView"/>, <see cref="IAuditLog"/>, <see cref="IAuditReader"/>,
/// <see cref="ISubjectRecords"/>, <see cref="IStorageProbe"/>, <see cref="IFigureStore"/>, <see cref="LookupHasher"/> and the
/// storage of Data Protection's key ring.
/// </summary>
public static class ScoringServices
{
    /// <summary>Registers the services.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="settings">The validated settings.</param>
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
        services.AddSingleton(new ConfiguredProviders(settings.Backup?.Name));
        services.AddHostedService<FeatureReload>();
        services.TryAddSingleton<IScoreCache, HistoryAsScoreCache>();
        services.AddSingleton<ApplicantSealer>();
        services.AddSingleton<ScoringMetrics>();
        services.AddSingleton<ValidationEvents>();
        services.AddSingleton<ProbeGate>();
        services.AddSingleton<RequestAdmission>();
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
        services.AddSingleton<SharedFigures>();
        services.AddHostedService<FigureWriter>();
        services.AddSingleton<SummaryEndpoint>();
        services.AddSingleton<StoryEndpoint>();
        services.AddSingleton<CircuitEndpoint>();
        services.AddSingleton<SubjectEndpoint>();
        services.AddDataProtection()
            .SetApplicationName("FinRisk")
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        return services.AddProviders(settings);
    }

    private static IServiceCollection AddProviders(this IServiceCollection services, FinRiskSettings settings)
    {
        // This detector measures stalls of this process, so it uses the system clock even if a test replaces TimeProvider.
        services.AddSingleton(_ => new StallDetector(TimeProvider.System));
        services.AddProvider(settings.RiskShield, new RiskShieldAdapter(settings.RiskShield), ProbeWait(settings.RiskShield));
        if (settings.Backup is { } backup)
            services.AddProvider(backup, new BackupAdapter(backup.Bands), ProbeWait(backup));
        services.AddSingleton<ProviderRegistry>();
        services.AddSingleton(provider => new VendorKeys(
            provider.GetRequiredKeyedService<IVendorKeySource>(ProviderName.RiskShield),
            settings.Backup is { } second ? provider.GetRequiredKeyedService<IVendorKeySource>(second.Name) : null));
        services.AddSingleton(provider => new VendorAttempt(
            provider.GetRequiredService<ProviderRegistry>(),
            provider.GetRequiredService<ApplicantSealer>(),
            provider.GetRequiredService<ICircuitView>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<ValidationEvents>(),
            provider.GetRequiredService<ProbeGate>(),
            new BacklogGates(settings.RiskShield, settings.Backup, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VendorAttempt>>()));
        return services;

        TimeSpan ProbeWait(ProviderSettings provider) => settings.Circuit.ProbeLease - provider.AttemptTimeout;
    }
}
