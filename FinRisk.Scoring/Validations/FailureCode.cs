using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>Why a validation failed: the codes of contract section 4 that a workflow can end with.</summary>
public enum FailureCode
{
    /// <summary><c>vendor-rejected</c></summary>
    VendorRejected,

    /// <summary><c>vendor-invalid-response</c></summary>
    VendorInvalidResponse,

    /// <summary><c>vendor-error</c></summary>
    VendorError,

    /// <summary><c>vendor-timeout</c></summary>
    VendorTimeout,

    /// <summary><c>vendor-throttled</c></summary>
    VendorThrottled,

    /// <summary><c>circuit-open</c></summary>
    CircuitOpen,

    /// <summary><c>service-not-configured</c></summary>
    ServiceNotConfigured,

    /// <summary><c>internal</c></summary>
    Internal,
}

/// <summary>From the end of the last attempt to the validation's failure, and what a failure allows.</summary>
public static class FailureCodes
{
    /// <summary>What a validation whose last attempt ended with <paramref name="status"/> failed of.</summary>
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

    /// <summary>Whether an older score may answer instead (degraded mode): the vendor cannot be used just now.</summary>
    public static bool AllowsDegradedAnswer(this FailureCode code) => code
        is FailureCode.VendorError or FailureCode.VendorTimeout or FailureCode.VendorThrottled or FailureCode.CircuitOpen;

    /// <summary>The code of contract section 4: what callers, the audit log and the operators' page call it.</summary>
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
