namespace FinRisk.Scoring.RiskShield;

/// <summary>What each end of a vendor call means to retry and circuit (contract, section 5).</summary>
public static class VendorFailures
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
}
