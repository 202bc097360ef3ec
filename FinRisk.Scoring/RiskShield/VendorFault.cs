using System.Net.Sockets;
using Polly.RateLimiting;
using Polly.Timeout;

namespace FinRisk.Scoring.RiskShield;

/// <summary>A call that brought no response, classified from the exception it ended with.</summary>
/// <param name="Status">How the attempt ended.</param>
/// <param name="Error">What broke the connection, where the network failed.</param>
/// <param name="RetryAfter">The suggested wait, where our own limits gave no permit.</param>
internal readonly record struct VendorFault(AttemptStatus Status, HttpRequestError? Error = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// Classifies what the pipeline threw; null where the exception comes from neither vendor nor network, and so is a bug.
    /// </summary>
    /// <param name="exception">What was thrown; not the cancellation that the caller itself asked for.</param>
    /// <param name="stalled">Whether this process was suspended or starved during the call.</param>
    public static VendorFault? From(Exception exception, bool stalled) => exception switch
    {
        RateLimiterRejectedException refused => new(AttemptStatus.NoPermit, RetryAfter: refused.RetryAfter),
        _ when stalled && IsTransport(exception) => new(AttemptStatus.LocalFault),

        // The connect time-out of SocketsHttpHandler surfaces as a cancellation nobody asked for.
        TimeoutRejectedException or OperationCanceledException => new(AttemptStatus.TimedOut),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(AttemptStatus.InvalidResponse),
        _ when !IsTransport(exception) => null,
        _ when IsOutOfSockets(exception) => new(AttemptStatus.LocalFault, HttpRequestError.ConnectionError),
        _ => new(AttemptStatus.NetworkFailure, Simplify(exception)),
    };

    /// <summary>
    /// The kind of a fault in the terms of OpenTelemetry's <c>error.type</c>, such as <c>name_resolution_error</c>.
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
    /// The kinds that an operator has to tell apart; a reset, which .NET leaves unknown, is a response that ended.
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

    /// <summary>This machine has no descriptor, no memory or no port left for a connection.</summary>
    private static bool IsOutOfSockets(Exception exception) => FindSocketError(exception)
        is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable
        or SocketError.AddressAlreadyInUse or SocketError.ProcessLimit;

    private static SocketError? FindSocketError(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }
}
