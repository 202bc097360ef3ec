using System.Runtime.InteropServices;
using FinRisk.Local.Audit;
using FinRisk.Local.Callers;
using FinRisk.Local.Circuit;
using FinRisk.Local.Operations;
using FinRisk.Local.Privacy;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Telemetry;
using FinRisk.Local.Validations;
using FinRisk.Redis;
using FinRisk.Scoring;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using RiskShield.Simulator;

namespace FinRisk.Local.Hosting;

/// <summary>Puts the one-process host together.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:7071";

    /// <summary>As shells report a process that SIGINT ended: 128 and the signal's number.</summary>
    private const int InterruptedExitCode = 130;

    private const string NoFileWatching = "--hostBuilder:reloadConfigOnChange=false";

    private readonly WebApplication _app;
    private readonly RiskShieldSimulator? _simulator;

    private LocalHost(WebApplication app, RiskShieldSimulator? simulator) => (_app, _simulator) = (app, simulator);

    /// <summary>Reads the settings, starts the simulated vendor where it is wanted, and builds the application.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    /// <exception cref="IOException">The data folder is in use or cannot be written.</exception>
    public static async Task<LocalHost> BuildAsync(string[] args)
    {
        // The framework would watch the settings files by watching the whole working folder, the database's own writes among
        // them.
        var builder = WebApplication.CreateSlimBuilder([NoFileWatching, .. args]);
        SettingsFiles.Watch(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);

        var reader = new SettingsReader(builder.Configuration);
        var settings = FinRiskSettingsReader.Read(reader);
        var local = LocalSettingsReader.Read(reader, builder.Configuration);
        RedisServices.Check(reader, settings.Redis);
        var lines = ConsoleLogging.ReadFormat(reader);
        reader.ThrowIfFaulty();

        var budget = DescriptorBudget.Read(settings.RiskShield, local.Simulator);
        if (budget is not null)
            settings = settings with { RiskShield = settings.RiskShield with { MaxConcurrentCalls = budget.VendorCalls } };
        var simulator = local.Simulator ? await EmbeddedSimulator.StartAsync(builder.Configuration, budget?.VendorCalls) : null;
        if (simulator is not null)
            settings = settings with { RiskShield = settings.RiskShield with { BaseUrl = simulator.Address } };

        ConsoleLogging.Add(builder.Logging, lines);
        if (settings.Telemetry.IsOn)
            TelemetryExport.Add(builder.Services, settings.Telemetry);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The reader stops at 16 KiB by itself. This ends the connection of a body that goes on and on, which Kestrel would
            // otherwise read and throw away for five seconds; the rest is room for the framing of small chunks.
            kestrel.Limits.MaxRequestBodySize = 8 * ApplicantReader.MaxBytes;
            if (budget is not null)
                kestrel.ConfigureEndpointDefaults(CreateLimit(kestrel.ApplicationServices, budget).ApplyTo);
        });
        AddServices(builder.Services, settings, local);
        var app = builder.Build();
        Routes.Map(app);
        return new LocalHost(app, simulator);
    }

    /// <summary>Serves until the process gets a signal to stop.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public async Task RunAsync()
    {
        var interrupts = 0;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            // The first begins the drain; whoever presses Ctrl+C again does not want to wait for it. The store survives any
            // crash.
            if (Interlocked.Increment(ref interrupts) > 1)
                Environment.Exit(InterruptedExitCode);
        });
        var validations = _app.Services.GetRequiredService<LocalValidationHost>();
        using var draining = _app.Lifetime.ApplicationStopping.Register(() => _ = validations.DrainAsync());
        await _app.StartAsync();
        Banner.Print(_app, _simulator?.Address);
        await _app.WaitForShutdownAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }

    private static ConnectionLimit CreateLimit(IServiceProvider services, DescriptorBudget budget) => new(
        budget.Connections, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ConnectionLimit>>());

    private static void AddServices(IServiceCollection services, FinRiskSettings settings, LocalSettings local)
    {
        services.AddFinRiskScoring(settings);
        services.AddFinRiskRedis(settings);
        services.AddSingleton(local);
        services.AddSingleton<CallerDirectory>();
        services.AddSingleton<Database>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<StoreReaders>();
        services.AddSingleton<LocalStore>();
        services.AddSingleton<IScoreHistory>(provider => provider.GetRequiredService<LocalStore>());
        services.AddSingleton<IStorageProbe>(provider => provider.GetRequiredService<LocalStore>());
        services.AddSingleton<LocalAudit>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<LocalAudit>());
        services.AddSingleton<IAuditReader>(provider => provider.GetRequiredService<LocalAudit>());
        services.AddSingleton<LocalCircuit>();
        services.AddSingleton<ICircuitView>(provider => provider.GetRequiredService<LocalCircuit>());
        services.AddSingleton<ICircuitControl>(provider => provider.GetRequiredService<LocalCircuit>());
        services.AddSingleton<IOperationsView, LocalOperations>();
        services.AddSingleton<LocalValidationHost>();
        services.AddSingleton<IValidationHost>(provider => provider.GetRequiredService<LocalValidationHost>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalValidationHost>());
        services.AddHostedService<StorePurge>();
        services.AddSingleton(provider => LocalSecrets.ReadPepper(provider.GetRequiredService<Database>()));
        services.AddOptions<KeyManagementOptions>().Configure<Database, ILoggerFactory>((keys, database, logs) =>
            keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                new DirectoryInfo(LocalSecrets.Folder(database)), logs));
    }
}
