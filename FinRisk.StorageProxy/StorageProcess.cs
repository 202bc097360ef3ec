using System.Diagnostics;
using System.Net.Sockets;

namespace FinRisk.StorageProxy;

/// <summary>The emulator, where the proxy runs it.</summary>
internal sealed class StorageProcess(IReadOnlyList<string> command, IReadOnlyCollection<int> ports) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? _process;

    /// <summary>Starts it and waits until all its ports are open.</summary>
    /// <exception cref="InvalidOperationException">It ended, or does not listen within a minute.</exception>
    public async Task StartAsync()
    {
        if (_process is not null)
            return;
        _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
        var began = Stopwatch.GetTimestamp();
        foreach (var port in ports)
        {
            while (!await IsOpenAsync(port))
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                    throw new InvalidOperationException($"The emulator does not listen on port {port}.");
                await Task.Delay(100);
            }
        }
    }

    /// <summary>
    /// SIGTERM, and waits for its end. Not SIGKILL: Azurite writes what it acknowledged to the disk up to five seconds later.
    /// Azure Storage loses nothing that it acknowledged, so a killed Azurite would stand for nothing real.
    /// </summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<bool> IsOpenAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
