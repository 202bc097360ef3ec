using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The reason why a validation failed: the problem codes (docs/contract.md, section 4) that a validation can end with.
/// </summary>
public enum FailureCode
{
    /// <summary><c>vendor-rejected</c>: the provider refused the applicant, our API key or our account.</summary>
    VendorRejected,

    /// <summary><c>vendor-invalid-response</c>: the provider's response had no usable score.</summary>
    VendorInvalidResponse,

    /// <summary><c>vendor-error</c>: the provider failed, or the network or this machine did.</summary>
    VendorError,

    /// <summary><c>vendor-timeout</c>: the provider did not respond in time, or was not ready.</summary>
    VendorTimeout,

    /// <summary><c>vendor-throttled</c>: the provider or our own call limits refused the call for now.</summary>
    VendorThrottled,

    /// <summary><c>circuit-open</c>: the circuit breaker admitted no call.</summary>
    CircuitOpen,

    /// <summary><c>service-not-configured</c>: the provider's API key is missing or cannot be read.</summary>
    ServiceNotConfigured,

    /// <summary><c>internal</c>: a fault in FinRisk, such as a sealed applicant that cannot be opened.</summary>
    Internal,
}

/// <summary>Maps the last attempt's status to the reason of the failure, and the reason to its problem code.</summary>
public static class FailureCodes
{
    /// <summary>Returns the failure of a validation whose last attempt ended with <paramref name="status"/>.</summary>
    public static FailureCode ToFailureCode(this AttemptStatus status) => status switch
    {
        AttemptStatus.Rejected or AttemptStatus.KeyRefused or AttemptStatus.Misconfigured => FailureCode.VendorRejected,
        AttemptStatus.InvalidResponse => FailureCode.VendorInvalidResponse,
        AttemptStatus.ServerError or AttemptStatus.NetworkFailure or AttemptStatus.LocalFault => FailureCode.VendorError,
        AttemptStatus.TimedOut or AttemptStatus.Deferred => FailureCode.VendorTimeout,
        AttemptStatus.Throttled or AttemptStatus.NoPermit => FailureCode.VendorThrottled,
        AttemptStatus.NotConfigured => FailureCode.ServiceNotConfigured,
        AttemptStatus.NotAdmitted => FailureCode.CircuitOpen,
        _ => FailureCode.Internal,
    };

    /// <summary>
    /// True if an older score may be returned instead (degraded mode), because the provider cannot be used at present. False if
    /// waiting would not help, as when the provider refused the applicant.
    /// </summary>
    public static bool AllowsDegradedMode(this FailureCode code) => code
        is FailureCode.VendorError or FailureCode.VendorTimeout or FailureCode.VendorThrottled or FailureCode.CircuitOpen;

    /// <summary>
    /// Returns the problem code (docs/contract.md, section 4), the same in responses, audit log and operations page.
    /// </summary>
    public static string ToCode(this FailureCode code) => code switch
    {
        FailureCode.VendorRejected => "vendor-rejected",
        FailureCode.VendorInvalidResponse => "vendor-invalid-response",
        FailureCode.VendorError => "vendor-error",
        FailureCode.VendorTimeout => "vendor-timeout",
        FailureCode.VendorThrottled => "vendor-throttled",
        FailureCode.CircuitOpen => "circuit-open",
        FailureCode.ServiceNotConfigured => "service-not-configured",
        _ => "internal",
    };
}
