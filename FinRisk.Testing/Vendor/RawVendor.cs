using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace FinRisk.Testing.Vendor;

/// <summary>
/// A vendor over bare sockets, for what no web server would do. It reads a request at a time and does with the connection what
/// the test says.
/// </summary>
public sealed partial class RawVendor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private int _connections;
    private int _requests;

    /// <summary>Starts a vendor that gives a score until <see cref="Answer"/> is set.</summary>
    public RawVendor()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A response with a score.</summary>
    public static byte[] Score => Response("200 OK", Answers.Usable);

    /// <summary>The address at which it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The number of connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The number of requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The bytes that answer a request; an empty array closes the connection, null resets it.</summary>
    public Func<RawRequest, Task<byte[]?>> Answer { get; set; } = _ => Task.FromResult<byte[]?>(Score);

    /// <summary>True to close a connection after its second answer.</summary>
    public bool CloseAfterReuse { get; init; }

    /// <summary>Starts a vendor that answers at once.</summary>
    /// <param name="answer">See <see cref="Answer"/>.</param>
    /// <param name="closeAfterReuse">See <see cref="CloseAfterReuse"/>.</param>
    public static RawVendor Start(Func<RawRequest, byte[]?> answer, bool closeAfterReuse = false) =>
        new() { Answer = request => Task.FromResult(answer(request)), CloseAfterReuse = closeAfterReuse };

    /// <summary>The bytes of a response.</summary>
    public static byte[] Response(string status, string body, params string[] headers) =>
        Response(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>The bytes of a response with a body of bytes.</summary>
    public static byte[] Response(string status, byte[] body, params string[] headers) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n"
            + $"{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"),
        .. body,
    ];

    /// <inheritdoc/>
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
                for (var served = 0; await HasRequestAsync(socket); served++)
                {
                    Interlocked.Increment(ref _requests);
                    if (await Answer(new RawRequest(connection, served)) is not { } bytes)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        return;
                    }

                    if (bytes.Length == 0)
                        return;
                    await socket.SendAsync(bytes);
                    if (served > 0 && CloseAfterReuse)
                        return;
                }
            }
            catch (SocketException)
            {
                // The client hung up, which a test that times out provokes.
            }
        }
    }

    /// <summary>Reads to the end of one request; false if the connection ends before.</summary>
    private static async Task<bool> HasRequestAsync(Socket socket)
    {
        var (buffer, length) = (new byte[64 * 1024], 0);
        while (await socket.ReceiveAsync(buffer.AsMemory(length)) is > 0 and var read)
        {
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && length >= end + 4 + BodyLength(text[..end]))
                return true;
        }

        return false;
    }

    /// <summary>The length that the head of a request states; none for a proxy's CONNECT.</summary>
    private static int BodyLength(string head) => ContentLength().Match(head) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex("content-length: ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();
}

/// <summary>One of a vendor's requests.</summary>
/// <param name="Connection">The number of its connection, from 1.</param>
/// <param name="Served">How many requests that connection had served before.</param>
public sealed record RawRequest(int Connection, int Served);
