using System.Net;
using System.Text.Json.Serialization;

namespace FinRisk.StorageProxy;

/// <summary>
/// Stands between a host and Azurite, one port for each service, and does to their traffic what it is told on a control port:
/// <c>PUT /fault</c>, <c>DELETE /fault</c>, <c>PUT /storage</c>, <c>GET /</c>. See docs/reliability.md.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    /// <summary>The emulator's account, the same on every machine.</summary>
    private const string Account = "devstoreaccount1";

    private readonly Dictionary<StorageService, ServicePort> _services;
    private readonly StorageProcess? _storage;
    private readonly WebApplication _control;
    private readonly SemaphoreSlim _gate = new(1);

    private FaultProxy(ProxyOptions options)
    {
        _services = options.Ports.ToDictionary(
            pair => pair.Key, pair => new ServicePort(pair.Key, pair.Value, options.StoragePorts[pair.Key]));
        _storage = options.Command.Count > 0 ? new StorageProcess(options.Command, [.. options.StoragePorts.Values]) : null;
        Endpoints = new StorageEndpoints(
            Address(options.Ports[StorageService.Blob]),
            Address(options.Ports[StorageService.Queue]),
            Address(options.Ports[StorageService.Table]));
        Control = new Uri($"http://127.0.0.1:{options.ControlPort}");
        _control = BuildControl(options.ControlPort);
    }

    /// <summary>Where faults are set.</summary>
    public Uri Control { get; }

    /// <summary>What a host is pointed at.</summary>
    public StorageEndpoints Endpoints { get; }

    /// <summary>Starts it, and the emulator first where the options say how.</summary>
    /// <param name="options">Ports and command.</param>
    public static async Task<FaultProxy> StartAsync(ProxyOptions options)
    {
        var proxy = new FaultProxy(options);
        try
        {
            if (proxy._storage is { } storage)
                await storage.StartAsync();
            await proxy.UseAsync(Fault.None);
            await proxy._control.StartAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on this fault and no other.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <exception cref="ArgumentException">It is none; the message says why.</exception>
    public async Task UseAsync(Fault fault)
    {
        if (fault.FindError() is { } error)
            throw new ArgumentException(error, nameof(fault));
        await _gate.WaitAsync();
        try
        {
            await Task.WhenAll(_services.Values.Select(service => service.UseAsync(fault)));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs until Ctrl+C or SIGTERM.</summary>
    public Task RunAsync() => _control.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        if (_storage is { } storage)
            await storage.DisposeAsync();
        _gate.Dispose();
    }

    private WebApplication BuildControl(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);
        var app = builder.Build();
        app.MapGet("/", () => new StorageState(
            Endpoints,
            _storage is not null,
            _services.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.Counts)));
        app.MapPut("/fault", async (Fault fault) =>
        {
            if (fault.FindError() is { } error)
                return Results.Text(error, statusCode: StatusCodes.Status400BadRequest);
            await UseAsync(fault);
            return Results.NoContent();
        });
        app.MapDelete("/fault", async () =>
        {
            await UseAsync(Fault.None);
            return Results.NoContent();
        });
        app.MapPut("/storage", SetStorageAsync);
        return app;
    }

    private async Task<IResult> SetStorageAsync(StorageOrder order)
    {
        if (_storage is not { } storage)
        {
            return Results.Text(
                "The proxy was started without the emulator's command.", statusCode: StatusCodes.Status409Conflict);
        }

        await _gate.WaitAsync();
        try
        {
            await (order.Running ? storage.StartAsync() : storage.StopAsync());
            return Results.NoContent();
        }
        finally
        {
            _gate.Release();
        }
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{port}/{Account}");
}
