using FinRisk.StorageProxy;
using FinRisk.Testing.Tools;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Azurite behind a proxy that makes it slow, faulty or absent.</summary>
internal sealed class ProxiedAzurite : IAsyncDisposable
{
    private readonly FaultProxy _proxy;

    private ProxiedAzurite(FaultProxy proxy, string connectionString) =>
        (_proxy, ConnectionString) = (proxy, connectionString);

    /// <summary>What <c>AzureWebJobsStorage</c> is set to.</summary>
    public string ConnectionString { get; }

    /// <summary>Where faults are set by HTTP.</summary>
    public Uri Control => _proxy.Control;

    /// <summary>Starts the proxy.</summary>
    public static async Task<ProxiedAzurite> StartAsync(Azurite azurite)
    {
        var ports = Enum.GetValues<StorageService>().ToDictionary(service => service, _ => FreePort.Next());
        var proxy = await FaultProxy.StartAsync(new ProxyOptions(FreePort.Next(), ports, azurite.Ports, Command: []));
        return new ProxiedAzurite(proxy, Azurite.ConnectionStringFor(ports));
    }

    /// <summary>From now on this fault and no other.</summary>
    public Task UseAsync(Fault fault) => _proxy.UseAsync(fault);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _proxy.DisposeAsync();
}
