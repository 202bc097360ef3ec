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
