using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator;

/// <summary>
/// A simulator of two vendors, RiskShield and a backup for it, for development, tests and benchmarks. Scores are deterministic,
/// calls are recorded in a journal, and faults occur on demand.
/// </summary>
public sealed class RiskShieldSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RiskShieldSimulator(WebApplication app) => _app = app;

    /// <summary>The base address on which the simulator listens, with the actual port.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts a simulator in this process, without logging, by default on a free loopback port.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<RiskShieldSimulator> StartAsync(
        SimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SimulatorOptions { Urls = "http://127.0.0.1:0" };
        var app = Build(options with { Embedded = true });
        await app.StartAsync(cancellation);
        return new RiskShieldSimulator(app);
    }

    /// <summary>Stops listening and aborts calls that are still in progress.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Builds the application without starting it. Reads no settings file and no environment variable.</summary>
    public static WebApplication Build(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // An empty builder, because in FinRisk.Local the default one would read that host's settings, addresses and logging.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        });
        AddServices(builder.Services, options);
        if (!options.Embedded)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
                .SetMinimumLevel(LogLevel.Warning)
                .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)

                // A start that fails ends in the exception, which says the same.
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        }

        var app = builder.Build();

        // Web pages open in a browser on this machine must not reach the control API.
        app.Use(WebPageGuard.InvokeAsync);
        app.MapGet("/health", http => http.Response.WriteAsync("ok"));
        var (time, lifetime) = (TimeProvider.System, app.Lifetime);
        new SimulatedVendor(new RiskShieldContract(), options.ApiKeys, options.JournalCapacity, time, lifetime).Map(app, "");
        new SimulatedVendor(new BackupContract(), options.BackupKeys, options.JournalCapacity, time, lifetime)
            .Map(app, "/backup");
        return app;
    }

    private static void AddServices(IServiceCollection services, SimulatorOptions options)
    {
        services.AddRoutingCore();

        // A short time-out, so that a planned hang does not delay the end of the process.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (options.Embedded)
            services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
    }
}
