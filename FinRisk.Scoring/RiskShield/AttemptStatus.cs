namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// How one call to the vendor ended: the closed set into which every answer and every failure is classified once
/// (<see cref="VendorFailures"/>), so that retry, circuit and problem mapping only switch on it.
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
