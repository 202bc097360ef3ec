using RiskShield.Simulator.Control;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator;

/// <summary>A running RiskShield that answers deterministically, keeps a journal, and fails on demand.</summary>
public sealed class RiskShieldSimulator : IAsyncDisposable
{
    private readonly WebApplication app;

    private RiskShieldSimulator(WebApplication app) => this.app = app;

    /// <summary>The base address it listens on, with the port it really got.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Starts a simulator inside this process: silent, and by default on a free loopback port.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<RiskShieldSimulator> StartAsync(
        SimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SimulatorOptions { Urls = "http://127.0.0.1:0" };
        var app = Build(options with { Embedded = true });
        await app.StartAsync(cancellation);
        return new RiskShieldSimulator(app);
    }

    /// <summary>Stops listening; calls that still hang are dropped.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => app.StopAsync(cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The application, configured but not started. It reads no file and no environment variable of its own.</summary>
    public static WebApplication Build(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // An empty builder: inside FinRisk.Local the usual one would pick up that host's settings, addresses and logging.
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
                .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        }

        var app = builder.Build();
        app.Use(ForeignPages.RefuseAsync);
        app.MapPost("/v1/score", app.Services.GetRequiredService<ScoreEndpoint>().HandleAsync);
        app.MapGet("/health", http => http.Response.WriteAsync("ok"));
        app.Services.GetRequiredService<ControlEndpoints>().Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, SimulatorOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<AcceptedKeys>();
        services.AddSingleton<BillingLedger>();
        services.AddSingleton<CallStats>();
        services.AddSingleton<CallJournal>();
        services.AddSingleton<FaultPlan>();
        services.AddSingleton<FaultPerformer>();
        services.AddSingleton<LatencyModel>();
        services.AddSingleton<ScoreEndpoint>();
        services.AddSingleton<ControlEndpoints>();

        // A call that hangs on purpose must not hold up the end of the process.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (options.Embedded)
            services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
    }
}
