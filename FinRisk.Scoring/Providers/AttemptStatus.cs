using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The classified result of one attempt to score an applicant. Every response and every failure is classified once, here, so that
/// retry, circuit breaker and problem details only switch on this value. The table is in docs/contract.md, section 5.
/// </summary>
public enum AttemptStatus
{
    /// <summary>The response was 200 with a usable score.</summary>
    Scored,

    /// <summary>The circuit did not admit the attempt; no call was made.</summary>
    NotAdmitted,

    /// <summary>The provider's API key is not configured or cannot be read; no call was made.</summary>
    NotConfigured,

    /// <summary>The sealed applicant could not be opened; no call was made.</summary>
    SealBroken,

    /// <summary>The response was 400 or 422: the provider cannot score this applicant.</summary>
    Rejected,

    /// <summary>The response was 401 or 403, also after the API key was read again from its source.</summary>
    KeyRefused,

    /// <summary>The response was 429: the provider limits our calls.</summary>
    Throttled,

    /// <summary>The response was 200 without a usable score, or another status below 400 (a redirect, for example).</summary>
    InvalidResponse,

    /// <summary>The response was 500 or above.</summary>
    ServerError,

    /// <summary>The connection could not be opened, or broke before the response was complete.</summary>
    NetworkFailure,

    /// <summary>No complete response came within the provider's <c>AttemptTimeout</c>, or the response was 408.</summary>
    TimedOut,

    /// <summary>Our own call limits (<see cref="VendorPermits"/>) gave no permit in time; no call was made.</summary>
    NoPermit,

    /// <summary>
    /// The response was another 4xx, such as 404 or 407: the provider's address, a proxy or our account is configured wrongly.
    /// </summary>
    Misconfigured,

    /// <summary>
    /// The response was 409, 421, 423, 425 or 499: not now, for example because the provider still works on a call with the same
    /// idempotency key.
    /// </summary>
    Deferred,

    /// <summary>
    /// The call failed because of this machine: it had no socket left, or the process was stalled (<see cref="StallDetector"/>).
    /// </summary>
    LocalFault,
}

/// <summary>Classifies HTTP responses, and says what a status means for the retry and for the circuit breaker.</summary>
public static class AttemptStatuses
{
    /// <summary>Classifies an HTTP status other than 200.</summary>
    public static AttemptStatus FromHttpStatus(int status) => status switch
    {
        400 or 422 => AttemptStatus.Rejected,
        401 or 403 => AttemptStatus.KeyRefused,
        408 => AttemptStatus.TimedOut,
        409 or 421 or 423 or 425 or 499 => AttemptStatus.Deferred,
        429 => AttemptStatus.Throttled,
        >= 400 and < 500 => AttemptStatus.Misconfigured,
        >= 500 => AttemptStatus.ServerError,

        // 1xx to 3xx. Redirects are never followed, because they would carry the applicant and the API key to an address that is
        // not configured.
        _ => AttemptStatus.InvalidResponse,
    };

    /// <summary>
    /// Returns the name used in responses, logs, metrics, spans and on the operations page, such as <c>server-error</c>.
    /// </summary>
    public static string ToWire(this AttemptStatus status) => WireName.Of(status);

    /// <summary>
    /// Returns the kind of failure: the network error (such as <c>connection-error</c>) for a network failure whose cause is
    /// known, otherwise the same as <see cref="ToWire"/>.
    /// </summary>
    public static string ToKind(this AttemptStatus status, HttpRequestError? networkError) =>
        status == AttemptStatus.NetworkFailure && networkError is { } error and not HttpRequestError.Unknown
            ? WireName.Of(error)
            : status.ToWire();

    /// <summary>True if another attempt for the same applicant may succeed soon.</summary>
    public static bool IsRetryable(this AttemptStatus status) => status
        is AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Throttled
        or AttemptStatus.Deferred or AttemptStatus.LocalFault or AttemptStatus.NoPermit;

    /// <summary>True if a request was sent to the provider, or may have been.</summary>
    public static bool WasCalled(this AttemptStatus status) => status
        is not (AttemptStatus.NotAdmitted or AttemptStatus.NotConfigured or AttemptStatus.SealBroken or AttemptStatus.NoPermit);

    /// <summary>Returns what the attempt says about the provider's health, for the circuit breaker.</summary>
    public static CircuitVerdict ToVerdict(this AttemptStatus status) => status switch
    {
        AttemptStatus.Scored => CircuitVerdict.Success,
        AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.InvalidResponse =>
            CircuitVerdict.Failure,
        _ => CircuitVerdict.Neutral,
    };
}
