using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Http;

/// <summary>
/// One row of the problem table (contract, section 4): everything about a problem that does not depend on the request.
/// </summary>
/// <param name="Code">The stable name; <c>type</c> is <c>urn:finrisk:problem:{code}</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">A short summary, the same for every occurrence.</param>
/// <param name="Retryable">Whether the same request may succeed when it is sent again.</param>
public sealed record ProblemKind(string Code, int Status, string Title, bool Retryable)
{
    /// <summary>The body is not JSON, has duplicate properties, or is nested too deep.</summary>
    public static readonly ProblemKind InvalidJson = new("invalid-json", 400, "The body cannot be read", Retryable: false);

    /// <summary>A field breaks a rule.</summary>
    public static readonly ProblemKind ValidationFailed =
        new("validation-failed", 400, "A field breaks a rule", Retryable: false);

    /// <summary>A query parameter breaks a rule.</summary>
    public static readonly ProblemKind InvalidQuery =
        new("invalid-query", 400, "A query parameter breaks a rule", Retryable: false);

    /// <summary>The idempotency key breaks a rule.</summary>
    public static readonly ProblemKind IdempotencyKeyInvalid =
        new("idempotency-key-invalid", 400, "The idempotency key breaks a rule", Retryable: false);

    /// <summary>The request has no key, or an invalid one.</summary>
    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "A valid key is needed", Retryable: false);

    /// <summary>The caller is not an operator.</summary>
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "Operators only", Retryable: false);

    /// <summary>There is no such resource, or it belongs to another caller.</summary>
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such resource", Retryable: false);

    /// <summary>The resource does not support the method.</summary>
    public static readonly ProblemKind MethodNotAllowed =
        new("method-not-allowed", 405, "The resource does not have this method", Retryable: false);

    /// <summary>The body has more than 16 KiB.</summary>
    public static readonly ProblemKind PayloadTooLarge = new("payload-too-large", 413, "The body is too large", Retryable: false);

    /// <summary>The body is not <c>application/json</c>.</summary>
    public static readonly ProblemKind UnsupportedMediaType =
        new("unsupported-media-type", 415, "The body must be application/json", Retryable: false);

    /// <summary>The idempotency key was used before with another payload.</summary>
    public static readonly ProblemKind IdempotencyKeyReused =
        new("idempotency-key-reused", 422, "The idempotency key stands for another request", Retryable: false);

    /// <summary>The caller has sent too many requests.</summary>
    public static readonly ProblemKind RateLimited = new("rate-limited", 429, "Too many requests", Retryable: true);

    /// <summary>The service's storage is unavailable, so the request could not be decided.</summary>
    public static readonly ProblemKind StorageUnavailable = new(
        "storage-unavailable", 503, "The service's own storage cannot be used now", Retryable: true);

    /// <summary>An unexpected error in the service.</summary>
    public static readonly ProblemKind Internal =
        new(FailureCode.Internal.ToCode(), 500, "Something went wrong here", Retryable: true);

    private static readonly ProblemKind VendorRejected =
        new(FailureCode.VendorRejected.ToCode(), 502, "The vendor refused the request", Retryable: false);
    private static readonly ProblemKind VendorInvalidResponse =
        new(FailureCode.VendorInvalidResponse.ToCode(), 502, "The vendor's answer contains no usable score", Retryable: true);
    private static readonly ProblemKind VendorError =
        new(FailureCode.VendorError.ToCode(), 502, "The vendor failed", Retryable: true);
    private static readonly ProblemKind VendorTimeout =
        new(FailureCode.VendorTimeout.ToCode(), 504, "The vendor did not answer in time", Retryable: true);
    private static readonly ProblemKind VendorThrottled =
        new(FailureCode.VendorThrottled.ToCode(), 503, "The vendor is throttling", Retryable: true);
    private static readonly ProblemKind CircuitOpen =
        new(FailureCode.CircuitOpen.ToCode(), 503, "The vendor is not being called at present", Retryable: true);
    private static readonly ProblemKind ServiceNotConfigured =
        new(FailureCode.ServiceNotConfigured.ToCode(), 503, "The service has no vendor key", Retryable: true);

    /// <summary>Every kind, in the order of the contract.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidJson, ValidationFailed, InvalidQuery, IdempotencyKeyInvalid, Unauthorized, Forbidden, NotFound, MethodNotAllowed,
        PayloadTooLarge, UnsupportedMediaType, IdempotencyKeyReused, RateLimited, VendorRejected, VendorInvalidResponse,
        VendorError, VendorTimeout, VendorThrottled, CircuitOpen, ServiceNotConfigured, StorageUnavailable,
        Internal,
    ];

    /// <summary>Returns the kind of problem for a failed validation.</summary>
    public static ProblemKind FromFailure(FailureCode failure) => failure switch
    {
        FailureCode.VendorRejected => VendorRejected,
        FailureCode.VendorInvalidResponse => VendorInvalidResponse,
        FailureCode.VendorError => VendorError,
        FailureCode.VendorTimeout => VendorTimeout,
        FailureCode.VendorThrottled => VendorThrottled,
        FailureCode.CircuitOpen => CircuitOpen,
        FailureCode.ServiceNotConfigured => ServiceNotConfigured,
        _ => Internal,
    };
}
