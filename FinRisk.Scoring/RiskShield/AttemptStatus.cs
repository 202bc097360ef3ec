using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// How one call to the vendor ended: the closed set into which every answer and every failure is classified once
/// (<see cref="AttemptStatuses"/>), so that retry, circuit and problem mapping only switch on it.
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

    /// <summary>A 4xx other than 401, 403, 408 and 429: the vendor refused this applicant.</summary>
    Rejected,

    /// <summary>401 or 403, also with the key read anew: the vendor refused us.</summary>
    KeyRefused,

    /// <summary>429.</summary>
    Throttled,

    /// <summary>A success or redirect without a usable score.</summary>
    InvalidResponse,

    /// <summary>A 5xx.</summary>
    ServerError,

    /// <summary>No connection, or one that broke before the answer was whole.</summary>
    NetworkFailure,

    /// <summary>No whole answer within the attempt's time, or a 408.</summary>
    TimedOut,

    /// <summary>Our own limits on calls had no place in time (<see cref="VendorPermits"/>); no call was made.</summary>
    NoPermit,
}

/// <summary>What each end of a vendor call means to retry and circuit (contract, section 5).</summary>
public static class AttemptStatuses
{
    /// <summary>Classifies an HTTP status other than 200.</summary>
    public static AttemptStatus FromHttpStatus(int status) => status switch
    {
        401 or 403 => AttemptStatus.KeyRefused,
        408 => AttemptStatus.TimedOut,
        429 => AttemptStatus.Throttled,
        >= 400 and < 500 => AttemptStatus.Rejected,
        >= 500 => AttemptStatus.ServerError,
        // 1xx to 3xx without a score: no refusal and no outage, but nothing to believe either. Redirects are never followed,
        // because they would carry the applicant and the key to an address nobody configured.
        _ => AttemptStatus.InvalidResponse,
    };

    /// <summary>Whether another attempt may help: 5xx, 408, 429, network failure, time-out, no permit of our own; never another 4xx.</summary>
    public static bool IsRetryable(this AttemptStatus status) => status
        is AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.Throttled
        or AttemptStatus.NoPermit;

    /// <summary>Whether the circuit counts it: 5xx, 408, network failure, time-out, unusable 200; not 429, not another 4xx.</summary>
    public static bool CountsAgainstCircuit(this AttemptStatus status) => status
        is AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.TimedOut or AttemptStatus.InvalidResponse;

    /// <summary>Whether a request went out to the vendor.</summary>
    public static bool WasCalled(this AttemptStatus status) => status
        is not (AttemptStatus.NotAdmitted or AttemptStatus.NotConfigured or AttemptStatus.SealBroken or AttemptStatus.NoPermit);

    /// <summary>What the call says of the vendor's health (contract, section 5).</summary>
    public static CircuitVerdict ToVerdict(this AttemptStatus status) => status switch
    {
        AttemptStatus.Scored => CircuitVerdict.Success,
        _ when status.CountsAgainstCircuit() => CircuitVerdict.Failure,
        _ => CircuitVerdict.Neutral,
    };
}
