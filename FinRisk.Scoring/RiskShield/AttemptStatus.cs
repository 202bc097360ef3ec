using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// How one attempt to score an applicant ended: the closed set into which every response and every failure is classified once, so
/// that retry, circuit breaker and problem details only switch on it. The table is in the contract, section 5.
/// </summary>
public enum AttemptStatus
{
    /// <summary>200 with a usable score.</summary>
    Scored,

    /// <summary>The circuit was not closed where the call would have started; no call was made.</summary>
    NotAdmitted,

    /// <summary>No key is configured, or it cannot be read; no call was made.</summary>
    NotConfigured,

    /// <summary>The sealed applicant could not be opened; no call was made.</summary>
    SealBroken,

    /// <summary>400 or 422: the vendor refused this very applicant.</summary>
    Rejected,

    /// <summary>401 or 403, also with the key read anew: the vendor refused us.</summary>
    KeyRefused,

    /// <summary>429.</summary>
    Throttled,

    /// <summary>A success without a usable score, or a redirect.</summary>
    InvalidResponse,

    /// <summary>A 5xx.</summary>
    ServerError,

    /// <summary>No connection, or one that broke before the response was whole.</summary>
    NetworkFailure,

    /// <summary>No whole response within the attempt's time, or a 408.</summary>
    TimedOut,

    /// <summary>Our own limits on calls had no place in time (<see cref="VendorPermits"/>); no call was made.</summary>
    NoPermit,

    /// <summary>Any other 4xx, such as 404 or 407: the vendor's address, a proxy or our account is configured wrongly.</summary>
    Misconfigured,

    /// <summary>
    /// 409, 421, 423, 425 or 499: refused for the moment, as while the vendor still works on the same idempotency key.
    /// </summary>
    Deferred,

    /// <summary>Trouble of this machine: it had no socket left, or the process stood still during the call.</summary>
    LocalFault,
}

/// <summary>Where a status comes from, and what it means to retry and circuit breaker.</summary>
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
        // 1xx to 3xx without a score: no refusal and no outage, but nothing to believe either. Redirects are never followed,
        // because they would carry the applicant and the key to an address nobody configured.
        _ => AttemptStatus.InvalidResponse,
    };

    /// <summary>Whether another attempt may help.</summary>
    public static bool IsRetryable(this AttemptStatus status) => status
        is AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Throttled
        or AttemptStatus.Deferred or AttemptStatus.LocalFault or AttemptStatus.NoPermit;

    /// <summary>Whether a request went out to the vendor, or may have.</summary>
    public static bool WasCalled(this AttemptStatus status) => status
        is not (AttemptStatus.NotAdmitted or AttemptStatus.NotConfigured or AttemptStatus.SealBroken or AttemptStatus.NoPermit);

    /// <summary>What the attempt says of the vendor's health.</summary>
    public static CircuitVerdict ToVerdict(this AttemptStatus status) => status switch
    {
        AttemptStatus.Scored => CircuitVerdict.Success,
        AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.InvalidResponse =>
            CircuitVerdict.Failure,
        _ => CircuitVerdict.Neutral,
    };
}
