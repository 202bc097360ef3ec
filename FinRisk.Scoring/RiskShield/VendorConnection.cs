using System.Net;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// One connection to the vendor, which counts what it receives and says to the exchange that writes to it which one it is:
/// nothing else can tell a connection that was dead before the request from one that died of it.
/// </summary>
internal sealed class VendorConnection(Stream inner) : Stream
{
    /// <summary>
    /// How long an idle connection is kept. Below what load balancers close after (60 s for AWS and nginx's 75 s are the shortest
    /// of the common defaults), so that they hardly ever close one that is still in the pool here.
    /// </summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection is used: after that a change of the vendor's DNS is seen.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private long _received;

    /// <summary>How many bytes came in so far.</summary>
    public long Received => Volatile.Read(ref _received);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The handler under the client.</summary>
    /// <param name="settings">How the vendor is reached.</param>
    /// <param name="pooled">Whether connections are used again; if not, each request gets a new one.</param>
    public static SocketsHttpHandler CreateHandler(RiskShieldSettings settings, bool pooled) => new()
    {
        ConnectTimeout = settings.ConnectTimeout,
        MaxConnectionsPerServer = settings.MaxConcurrentCalls,
        PooledConnectionLifetime = pooled ? Lifetime : TimeSpan.Zero,
        PooledConnectionIdleTimeout = IdleTimeout,
        AllowAutoRedirect = false,
        UseCookies = false,

        // Never the proxy of HTTP_PROXY, HTTPS_PROXY or ALL_PROXY: it would get key and applicant in clear where the address is
        // http.
        UseProxy = settings.UsesProxy,
        Proxy = settings.UsesProxy ? new WebProxy(settings.Proxy) : null,

        // The traceparent is set from the validation, whose trace may have begun on another machine.
        ActivityHeadersPropagator = null,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new VendorConnection(context.PlaintextStream)),
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Interlocked.Add(ref _received, read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        VendorExchange.Current?.Use(this);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The client is asynchronous.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The client is asynchronous.");

    public override void Flush() => throw new NotSupportedException("The client is asynchronous.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
