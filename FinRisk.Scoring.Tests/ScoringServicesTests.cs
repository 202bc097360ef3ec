using Azure.Core;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Http;
using FinRisk.Scoring.Tests.Operations;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests;

/// <summary>What a host gets by registering the library, once it has added what it owns.</summary>
public sealed class ScoringServicesTests
{
    [Fact]
    public async Task Everything_a_host_asks_for_can_be_built()
    {
        await using var services = Build(new FinRiskSettings());
        Type[] asked =
        [
            typeof(ValidateEndpoint), typeof(ValidationsEndpoint), typeof(HealthEndpoint), typeof(EdgeMiddleware),
            typeof(CallerLimits),
            typeof(VendorAttempt), typeof(ValidationEvents), typeof(ValidationService), typeof(ApplicantSealer),
            typeof(FinRiskSettings),
            typeof(SummaryEndpoint), typeof(CircuitEndpoint), typeof(OperationsFigures),
        ];
        Assert.All(asked, type => Assert.Same(services.GetRequiredService(type), services.GetRequiredService(type)));
        Assert.Same(TimeProvider.System, services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task The_key_comes_from_the_configuration_unless_told_otherwise()
    {
        await using var services = Build(new FinRiskSettings());
        Assert.Equal("configured",
            await services.GetRequiredKeyedService<IVendorKeySource>(ProviderName.RiskShield).GetAsync(reload: false, default));
    }

    [Fact]
    public async Task The_key_comes_from_Key_Vault_where_its_address_is_set()
    {
        var settings = new FinRiskSettings
        {
            RiskShield = new()
            {
                ApiKeySecretUri = new Uri(
            "https://vault.example/secrets/riskshield/1f2e")
            }
        };
        await using var services = Build(settings);
        Assert.IsType<KeyVaultKeySource>(services.GetRequiredKeyedService<IVendorKeySource>(ProviderName.RiskShield));
    }

    [Fact]
    public async Task The_client_has_the_settings_limits_and_follows_no_redirect()
    {
        var settings =
            new FinRiskSettings { RiskShield = new() { ConnectTimeout = TimeSpan.FromSeconds(2), MaxConcurrentCalls = 9 } };
        var handlers = new List<SocketsHttpHandler>();
        await using var services = Build(settings, more => more.AddHttpClient(ProviderName.RiskShield)
            .ConfigurePrimaryHttpMessageHandler((handler, _) => handlers.Add((SocketsHttpHandler)handler)));
        Assert.NotNull(services.GetRequiredService<ProviderClient>());

        var used = Assert.Single(handlers);
        Assert.Equal(
            (TimeSpan.FromSeconds(2), 9, false, false),
            (used.ConnectTimeout, used.MaxConnectionsPerServer, used.AllowAutoRedirect, used.UseCookies));
    }

    private static ServiceProvider Build(FinRiskSettings settings, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("RiskShield:ApiKey", "configured")]).Build());
        services.AddFinRiskScoring(settings);
        services.AddSingleton(Secrets.Hasher);
        services.AddSingleton(Secrets.KeyRing);
        services.AddSingleton<IValidationHost, InMemoryValidationHost>();
        services.AddSingleton<IAuditLog, InMemoryAudit>();
        services.AddSingleton<IAuditReader, InMemoryAudit>();
        services.AddSingleton<IScoreHistory, InMemoryScoreHistory>();
        services.AddSingleton<IStorageProbe>(new StubHealth(true, CircuitState.Closed));
        services.AddSingleton<ICircuitView>(new StubHealth(true, CircuitState.Closed));
        services.AddSingleton<IOperationsView, StubOperations>();
        services.AddSingleton<ICircuitControl, StubOperations>();
        services.AddSingleton<IFigureStore, StubFigureStore>();
        services.AddSingleton<ISubjectRecords, StubSubjects>();
        services.AddSingleton<TokenCredential>(DelegatedTokenCredential.Create((_, _) => default));
        more?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
