using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FinRisk.Testing.Tools;

/// <summary>
/// A real redis-server on a free loopback port, empty and in memory only, that can be killed, stopped and started again.
/// </summary>
public sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Process process;

    private RedisServer(int port) => (Port, process) = (port, Launch(port));

    public int Port { get; }

    /// <summary>What <c>ConnectionStrings:Redis</c> is set to.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(FreePort.Next());
        await server.AnswersAsync();
        return server;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>A new and empty server on the same port.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = Launch(Port);
        await AnswersAsync();
    }

    /// <summary>SIGSTOP: connections stay open, and nothing is answered.</summary>
    public Task HangAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task GoOnAsync() => SignalAsync("CONT");

    /// <summary>One command without arguments that hold blanks; the raw answer's first bytes.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
        var buffer = new byte[64 * 1024];
        var read = await stream.ReadAsync(buffer);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static Process Launch(int port) => Process.Start(new ProcessStartInfo(
        Prerequisite.Redis.Path,
        ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"])
    {
        RedirectStandardOutput = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;

    private async Task AnswersAsync()
    {
        // Its log is a pipe that somebody has to empty.
        _ = process.StandardOutput.ReadToEndAsync();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await AskAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal))
                    return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < Patience && !process.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
