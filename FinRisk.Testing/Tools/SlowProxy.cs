using System.Net;
using System.Net.Sockets;

namespace FinRisk.Testing.Tools;

/// <summary>
/// Passes TCP connections on to a loopback port, everything they carry late by <see cref="Delay"/> in either direction.
/// </summary>
public sealed class SlowProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;

    public SlowProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How late; may change at any time. Default none.</summary>
    public TimeSpan Delay { get; set; }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var both = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
        await Task.WhenAny(PassAsync(client.GetStream(), server.GetStream()), PassAsync(server.GetStream(), client.GetStream()));
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var read)
        {
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, _stopping.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }
}
