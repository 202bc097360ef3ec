using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A vendor over bare sockets, for what the simulator's web server cannot do.</summary>
internal sealed partial class RawVendor : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int connections;

    public RawVendor()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public int Connections => Volatile.Read(ref connections);

    /// <summary>
    /// What answers a request: bytes; none to close the connection; null to reset it. It is told how many requests that connection
    /// has served.
    /// </summary>
    public Func<int, Task<byte[]?>> Answer { get; set; } = _ => Task.FromResult<byte[]?>(Score);

    public static byte[] Score => Response("200 OK", """{"riskScore":72,"riskLevel":"MEDIUM"}""");

    public static byte[] Response(string status, string body, params string[] headers) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
        + $"{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                for (var served = 0; await HasRequestAsync(socket); served++)
                {
                    if (await Answer(served) is not { } bytes)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        return;
                    }

                    if (bytes.Length == 0)
                        return;
                    await socket.SendAsync(bytes);
                }
            }
            catch (SocketException)
            {
                // The host hung up.
            }
        }
    }

    /// <summary>Reads to the end of one request; false where the connection ends before.</summary>
    private static async Task<bool> HasRequestAsync(Socket socket)
    {
        var (buffer, length) = (new byte[64 * 1024], 0);
        while (await socket.ReceiveAsync(buffer.AsMemory(length)) is > 0 and var read)
        {
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && length >= end + 4 + int.Parse(ContentLength().Match(text).Groups[1].ValueSpan, provider: null))
                return true;
        }

        return false;
    }

    [GeneratedRegex("content-length: ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();
}
