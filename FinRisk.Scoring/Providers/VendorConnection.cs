using System.Net;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The stream of one connection to a provider. It counts the received bytes, and attaches itself to the exchange that sends a
/// request on it. So a call can tell a pooled connection that the provider had closed before the request (safe to repeat on a new
/// connection) from one that broke while the request was handled.
/// </summary>
internal sealed class VendorConnection(Stream inner) : Stream
{
    /// <summary>
    /// The time for which an idle connection is kept in the pool. It is shorter than the idle time-outs of common load balancers
    /// (AWS 60 s, nginx 75 s), so that they hardly ever close a connection that is still in the pool.
    /// </summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for which a connection is reused, so that a change of the provider's DNS takes effect.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private long _bytesReceived;

    /// <summary>The number of bytes received on this connection so far.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Creates the HTTP handler of a provider, whose connections are <see cref="VendorConnection"/> streams.</summary>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="pooled">True to reuse connections; false to open a new one for each request.</param>
    public static SocketsHttpHandler CreateHandler(ProviderSettings settings, bool pooled) => new()
    {
        ConnectTimeout = settings.ConnectTimeout,
        MaxConnectionsPerServer = settings.MaxConcurrentCalls,
        PooledConnectionLifetime = pooled ? Lifetime : TimeSpan.Zero,
        PooledConnectionIdleTimeout = IdleTimeout,
        AllowAutoRedirect = false, // A redirect would carry the applicant and the API key to an address that is not configured.
        UseCookies = false,

        // Never a proxy from HTTP_PROXY, HTTPS_PROXY or ALL_PROXY: over http it could read the API key and the applicant.
        UseProxy = settings.UsesProxy,
        Proxy = settings.UsesProxy ? new WebProxy(settings.Proxy) : null,

        // ProviderClient sets the traceparent from the validation, whose trace may have begun on another machine.
        ActivityHeadersPropagator = null,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new VendorConnection(context.PlaintextStream)),
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Interlocked.Add(ref _bytesReceived, read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        VendorExchange.Current?.AttachConnection(this);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This stream supports asynchronous calls only.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This stream supports asynchronous calls only.");

    public override void Flush() => throw new NotSupportedException("This stream supports asynchronous calls only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
