using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FinRisk.Scoring.Tests.RiskShield;

/// <summary>
/// A vendor over bare sockets, for what no web server would do. Reads a request at a time and does with the connection what the
/// test says.
/// </summary>
internal sealed class RawVendor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, byte[]?> _answer;
    private readonly bool _closeAfterReuse;
    private readonly Func<RawRequest, Task> _before;
    private readonly Task _accepting;
    private int _connections;
    private int _requests;

    private RawVendor(Func<RawRequest, byte[]?> answer, bool closeAfterReuse, Func<RawRequest, Task>? before)
    {
        (_answer, _closeAfterReuse, _before) = (answer, closeAfterReuse, before ?? (_ => Task.CompletedTask));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Connections => Volatile.Read(ref _connections);

    public int Requests => Volatile.Read(ref _requests);

    /// <param name="answer">The bytes that answer a request; an empty array closes the connection, null resets it.</param>
    /// <param name="closeAfterReuse">The connection is closed after its second answer.</param>
    /// <param name="before">Awaited before each answer.</param>
    public static RawVendor Start(
        Func<RawRequest, byte[]?> answer, bool closeAfterReuse = false, Func<RawRequest, Task>? before = null) =>
        new(answer, closeAfterReuse, before);

    public static byte[] Response(string status, string body, params string[] headers) => Response(status, Encoding.UTF8.GetBytes(body), headers);

    public static byte[] Response(string status, byte[] body, params string[] headers) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"),
        .. body,
    ];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(), Interlocked.Increment(ref _connections));
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        using (socket)
        {
            try
            {
                for (var served = 0; await ReadRequestAsync(socket); served++)
                {
                    Interlocked.Increment(ref _requests);
                    var request = new RawRequest(connection, served);
                    await _before(request);
                    if (_answer(request) is not { } bytes)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        return;
                    }

                    if (bytes.Length == 0)
                        return;
                    await socket.SendAsync(bytes);
                    if (served > 0 && _closeAfterReuse)
                        return;
                }
            }
            catch (SocketException)
            {
                // The client hung up, which a test that times out provokes.
            }
        }
    }

    private static async Task<bool> ReadRequestAsync(Socket socket)
    {
        var (buffer, length) = (new byte[64 * 1024], 0);
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                return false;
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var head = text[..end].Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
            if (length >= end + 4 + int.Parse(head["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture))
                return true;
        }
    }
}

/// <summary>Which request it is.</summary>
/// <param name="Connection">1 for the first connection.</param>
/// <param name="Served">How many requests that connection had served before.</param>
internal sealed record RawRequest(int Connection, int Served);
