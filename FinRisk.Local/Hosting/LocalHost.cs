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
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using RiskShield.Simulator;

namespace FinRisk.Local.Hosting;

/// <summary>Builds and runs the local host: the API, the store and, by default, the simulated vendor in one process.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private const string NoFileWatching = "--hostBuilder:reloadConfigOnChange=false";

    private readonly WebApplication _app;
    private readonly RiskShieldSimulator? _simulator;
    private readonly LineFormat _lines;

    private LocalHost(WebApplication app, RiskShieldSimulator? simulator, LineFormat lines) =>
        (_app, _simulator, _lines) = (app, simulator, lines);

    /// <summary>Reads the settings, starts the simulated vendor if the settings say so, and builds the application.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    /// <exception cref="InvalidDataException">A configuration file is not valid JSON.</exception>
    /// <exception cref="IOException">The data folder is in use or cannot be used, or too few files may be open.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read or write a file of the data folder.</exception>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public static async Task<LocalHost> BuildAsync(string[] args)
    {
        // The framework's file watcher watches the whole working folder and so would be notified of every write to the database.
        var builder = WebApplication.CreateSlimBuilder([NoFileWatching, .. args]);
        SettingsFiles.Watch(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(LocalSettingsReader.DefaultUrl);

        var reader = new SettingsReader(builder.Configuration);
        var settings = FinRiskSettingsReader.Read(reader);
        var local = LocalSettingsReader.Read(reader, builder.Configuration);
        RedisServices.Check(reader, settings.Redis);
        var lines = ConsoleLogging.ReadFormat(reader);
        foreach (var error in CommandLine.FindUnknownSections(builder.Configuration))
            reader.Require(met: false, error);
        reader.ThrowIfInvalid();

        var budget = settings.Backup is { } second
            ? DescriptorBudget.Read(local.Simulator, settings.RiskShield, second)
            : DescriptorBudget.Read(local.Simulator, settings.RiskShield);
        if (budget is not null)
            settings = WithMaxCalls(settings, budget.VendorCalls);

        // If the simulator plays both providers, it gets the connections of both.
        var (simulatesBackup, maxCalls) = (SimulatesBackup(settings), budget?.VendorCalls);

        // Started before the services are built, because it sets missing API keys in the configuration and may choose its port.
        var simulator = local.Simulator
            ? await EmbeddedSimulator.StartAsync(
                builder.Configuration, simulatesBackup, simulatesBackup ? maxCalls * 2 : maxCalls)
            : null;
        if (simulator is not null)
            settings = WithSimulator(settings, simulator.Address);

        ConsoleLogging.Add(builder.Logging, lines);
        if (settings.Telemetry.IsOn)
            TelemetryExport.Add(builder.Services, settings.Telemetry);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // ApplicantReader stops reading at MaxBytes (16 KiB). Beyond this higher limit, which leaves room for the framing of
            // small chunks, Kestrel closes the connection instead of reading and discarding the rest of the body for 5 s.
            kestrel.Limits.MaxRequestBodySize = 8 * ApplicantReader.MaxBytes;
            if (budget is not null)
                kestrel.ConfigureEndpointDefaults(CreateLimit(kestrel.ApplicationServices, budget).ApplyTo);
        });
        AddServices(builder.Services, settings, local);
        var app = builder.Build();
        Routes.Map(app);
        return new LocalHost(app, simulator, lines);
    }

    /// <summary>Serves until the process gets a signal to stop.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">This machine or this user may not listen there.</exception>
    /// <exception cref="FormatException">The address cannot be parsed.</exception>
    public async Task RunAsync()
    {
        using var signals = new StopSignals();
        var validations = _app.Services.GetRequiredService<LocalValidationHost>();
        using var draining = _app.Lifetime.ApplicationStopping.Register(() =>
        {
            if (_lines != LineFormat.Json)
                Console.Error.WriteLine(StopSignals.Describe(validations.Unfinished().Count));
            _ = validations.DrainAsync(); // Not awaited: Kestrel stops meanwhile, and waits for the requests that this releases.
        });
        await _app.StartAsync();
        Banner.Print(_app, _simulator?.Address, _lines);
        await _app.WaitForShutdownAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }

    private static FinRiskSettings WithMaxCalls(FinRiskSettings settings, int maxCalls) => settings with
    {
        RiskShield = settings.RiskShield with { MaxConcurrentCalls = Math.Min(settings.RiskShield.MaxConcurrentCalls, maxCalls) },
        Backup = settings.Backup is { } backup
            ? backup with { MaxConcurrentCalls = Math.Min(backup.MaxConcurrentCalls, maxCalls) }
            : null,
    };

    /// <summary>
    /// Sets the base addresses of the simulated providers: the simulator may listen on another port than its default one.
    /// </summary>
    private static FinRiskSettings WithSimulator(FinRiskSettings settings, Uri simulator) => settings with
    {
        RiskShield = settings.RiskShield with { BaseUrl = simulator },
        Backup = SimulatesBackup(settings) ? settings.Backup! with { BaseUrl = simulator } : settings.Backup,
    };

    private static bool SimulatesBackup(FinRiskSettings settings) =>
        settings.Backup is { } backup && EmbeddedSimulator.IsDefaultAddress(backup.BaseUrl);

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
        services.AddSingleton<ISubjectRecords, LocalSubjects>();
        services.AddSingleton<LocalCircuits>();
        services.AddSingleton<ICircuitView>(provider => provider.GetRequiredService<LocalCircuits>());
        services.AddSingleton<ICircuitControl>(provider => provider.GetRequiredService<LocalCircuits>());
        services.AddSingleton<IOperationsView, LocalOperations>();
        services.AddSingleton<IFigureStore, FigureRows>();
        services.AddSingleton<LocalValidationHost>();
        services.AddSingleton<IValidationHost>(provider => provider.GetRequiredService<LocalValidationHost>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalValidationHost>());
        services.AddHostedService<StorePurge>();
        services.AddHostedService<VendorKeyCheck>();
        services.AddSingleton(provider => LocalSecrets.ReadPepper(provider.GetRequiredService<Database>()));
        services.AddOptions<KeyManagementOptions>().Configure<Database, ILoggerFactory>((keys, database, logs) =>
            keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                new DirectoryInfo(LocalSecrets.Folder(database)), logs));
    }
}
