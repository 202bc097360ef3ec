using FinRisk.Local.Audit;
using FinRisk.Local.Circuit;
using FinRisk.Local.Operations;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Harness;

/// <summary>
/// One process's worth of host without HTTP, on real files and under virtual time. Disposing of it stops the process.
/// </summary>
internal sealed class HostBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _killed;

    private HostBench(TempFolder folder, TestClock clock, FakeVendor vendor, FinRiskSettings settings)
    {
        (Clock, Vendor) = (clock, vendor);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("RiskShield:ApiKey", "key")]).Build());
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton<IDataProtectionProvider>(Sample.KeyRing);
        services.AddFinRiskScoring(settings);
        services.AddHttpClient("riskshield").ConfigurePrimaryHttpMessageHandler(() => vendor);
        services.AddSingleton(new LocalSettings { DataFolder = folder.Path });
        services.AddSingleton<Database>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<StoreReaders>();
        services.AddSingleton<LocalStore>();
        services.AddSingleton<IScoreHistory>(provider => provider.GetRequiredService<LocalStore>());
        services.AddSingleton<LocalAudit>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<LocalAudit>());
        services.AddSingleton<LocalCircuits>();
        services.AddSingleton<ICircuitView>(provider => provider.GetRequiredService<LocalCircuits>());
        services.AddSingleton<LocalValidationHost>();
        services.AddSingleton<LocalOperations>();
        services.AddSingleton<IFigureStore, FigureRows>();
        services.AddSingleton<FigureWriter>();
        _services = services.BuildServiceProvider();
    }

    public LogRecorder Log { get; } = new();

    public TestClock Clock { get; }

    public FakeVendor Vendor { get; }

    public LocalValidationHost Host => _services.GetRequiredService<LocalValidationHost>();

    public LocalCircuits Circuit => _services.GetRequiredService<LocalCircuits>();

    public LocalStore Store => _services.GetRequiredService<LocalStore>();

    public LocalAudit Audit => _services.GetRequiredService<LocalAudit>();

    public StoreWriter Writer => _services.GetRequiredService<StoreWriter>();

    public LocalOperations Operations => _services.GetRequiredService<LocalOperations>();

    /// <summary>What this process counts by itself.</summary>
    public OperationsFigures Own => _services.GetRequiredService<OperationsFigures>();

    public FigureWriter FigureWriter => _services.GetRequiredService<FigureWriter>();

    public SharedFigures Figures => _services.GetRequiredService<SharedFigures>();

    public StoreReaders Readers => _services.GetRequiredService<StoreReaders>();

    /// <summary>Starts a process on the folder; it takes up what another left there.</summary>
    public static async Task<HostBench> StartAsync(
        TempFolder folder, TestClock? clock = null, FakeVendor? vendor = null, FinRiskSettings? settings = null)
    {
        var bench = new HostBench(
            folder, clock ?? new TestClock(), vendor ?? new FakeVendor(), settings ?? new FinRiskSettings());
        await bench.Host.StartAsync(default);
        return bench;
    }

    public async Task<ValidationRecord?> AcceptAsync(ValidationInput input) => await Host.StartAsync(input, default);

    /// <summary>The validation's end.</summary>
    public async Task<ValidationRecord> EndOfAsync(ValidationId id)
    {
        // The virtual minute does not pass, so this waits for as long as it takes.
        var record = await Host.WaitAsync(id, TimeSpan.FromMinutes(1), default).AsTask().WaitAsync(Patience.Long);
        Assert.NotNull(record?.Outcome);
        return record;
    }

    /// <summary>
    /// Ends the process with its validations still on their way, as far as one process can do that to a part of itself.
    /// </summary>
    public async Task KillAsync()
    {
        _killed = true;
        await _services.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_killed)
            return;
        await Host.StopAsync(default);
        await _services.DisposeAsync();
    }
}
