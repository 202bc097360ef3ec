using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Testing.Logging;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>RiskShield and a backup as the product registers them, in front of a real server each.</summary>
internal sealed class ProviderPairBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ProviderPairBench(VendorStub riskShield, VendorStub backup, BackupSettings settings)
    {
        (RiskShield, Backup) = (riskShield, backup);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton<IDataProtectionProvider>(Privacy.Secrets.KeyRing);
        services.AddSingleton<IConfiguration>(Configuration);
        services.AddSingleton<IAuditLog>(new InMemoryAudit());
        services.AddFinRiskScoring(new FinRiskSettings
        {
            RiskShield = new RiskShieldSettings { BaseUrl = riskShield.Address },
            Backup = settings with { BaseUrl = backup.Address },
        });
        _services = services.BuildServiceProvider();
    }

    public VendorStub RiskShield { get; }

    public VendorStub Backup { get; }

    public LogRecorder Log { get; } = new();

    /// <summary>Holds a key for each.</summary>
    public IConfigurationRoot Configuration { get; } = new ConfigurationBuilder()
        .AddInMemoryCollection([new("RiskShield:ApiKey", "riskshield-key"), new("Backup:ApiKey", "backup-key")])
        .Build();

    public ProviderRegistry Registry => _services.GetRequiredService<ProviderRegistry>();

    public static async Task<ProviderPairBench> StartAsync(
        Func<HttpContext, Task> backup, BackupSettings? settings = null, Func<HttpContext, Task>? riskShield = null) => new(
            await VendorStub.StartAsync(riskShield ?? Answers.Score),
            await VendorStub.StartAsync(backup),
            settings ?? new BackupSettings(new Uri("https://replaced.example")));

    /// <summary>The backup's answer with a credit score as JSON has it.</summary>
    public static Func<HttpContext, Task> CreditScore(string score) =>
        Answers.Body($$"""{"creditScore":{{score}},"reference":"{{Sample.Id.Value}}"}""");

    public Task<AttemptResult> ScoreAsync(string provider) => Registry.Find(provider)!.ScoreAsync(
        new VendorExchange
        {
            Applicant = Samples.Jane,
            ValidationId = Sample.Id,
            IdempotencyKey = Sample.Id.Value + ".backup.1",
            CorrelationId = "corr-1",
        },
        default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await RiskShield.DisposeAsync();
        await Backup.DisposeAsync();
    }
}
