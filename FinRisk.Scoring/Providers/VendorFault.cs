using System.Net.Sockets;
using Polly.RateLimiting;
using Polly.Timeout;

namespace FinRisk.Scoring.Providers;

/// <summary>The classification of a call that ended with an exception instead of a response.</summary>
/// <param name="Status">The status of the attempt.</param>
/// <param name="Error">The network error, if the network failed; otherwise null.</param>
/// <param name="RetryAfter">The suggested wait, if our own call limits gave no permit; otherwise null.</param>
internal readonly record struct VendorFault(AttemptStatus Status, HttpRequestError? Error = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// Classifies an exception of <see cref="VendorPipeline"/>. Returns null if neither the provider nor the network caused it,
    /// so that it is a bug.
    /// </summary>
    /// <param name="exception">The exception; not the cancellation that the caller itself requested.</param>
    /// <param name="stalled">True if this process was stalled during the call (<see cref="StallDetector"/>).</param>
    public static VendorFault? From(Exception exception, bool stalled) => exception switch
    {
        RateLimiterRejectedException refused => new(AttemptStatus.NoPermit, RetryAfter: refused.RetryAfter),
        _ when stalled && IsTransport(exception) => new(AttemptStatus.LocalFault),

        // The connect time-out of SocketsHttpHandler surfaces as a cancellation without a request for it.
        TimeoutRejectedException or OperationCanceledException => new(AttemptStatus.TimedOut),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(AttemptStatus.InvalidResponse),
        _ when !IsTransport(exception) => null,
        _ when IsOutOfSockets(exception) => new(AttemptStatus.LocalFault, HttpRequestError.ConnectionError),
        _ => new(AttemptStatus.NetworkFailure, Simplify(exception)),
    };

    /// <summary>
    /// Returns the value of OpenTelemetry's attribute <c>error.type</c> for an exception, such as <c>name_resolution_error</c>.
    /// </summary>
    public static string ErrorType(Exception exception) => exception switch
    {
        OperationCanceledException => "timeout",
        _ when IsTransport(exception) => Simplify(exception) switch
        {
            HttpRequestError.NameResolutionError => "name_resolution_error",
            HttpRequestError.ConnectionError => "connection_error",
            HttpRequestError.SecureConnectionError => "secure_connection_error",
            HttpRequestError.ProxyTunnelError => "proxy_tunnel_error",
            HttpRequestError.HttpProtocolError => "http_protocol_error",
            HttpRequestError.ResponseEnded => "response_ended",
            _ => "_OTHER",
        },
        _ => exception.GetType().FullName ?? "_OTHER",
    };

    private static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or TimeoutRejectedException;

    /// <summary>
    /// Reduces a transport exception to the network errors that operators need to distinguish. A connection reset, which .NET
    /// reports as unknown, becomes <see cref="HttpRequestError.ResponseEnded"/>.
    /// </summary>
    private static HttpRequestError Simplify(Exception exception)
    {
        var error = (exception as HttpRequestException)?.HttpRequestError ?? (exception as HttpIOException)?.HttpRequestError;
        return error switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError or HttpRequestError.ResponseEnded => error.Value,
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => HttpRequestError.HttpProtocolError,
            _ when FindSocketError(exception)
                is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
                HttpRequestError.ResponseEnded,
            _ => HttpRequestError.Unknown,
        };
    }

    /// <summary>True if this machine has no file descriptor, buffer memory or local port left for a connection.</summary>
    private static bool IsOutOfSockets(Exception exception) => FindSocketError(exception)
        is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable
        or SocketError.AddressAlreadyInUse or SocketError.ProcessLimit;

    private static SocketError? FindSocketError(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }
}
