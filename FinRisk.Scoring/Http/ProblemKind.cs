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
    /// <summary>Not JSON, duplicate properties, too deep.</summary>
    public static readonly ProblemKind InvalidJson = new("invalid-json", 400, "The body cannot be read", false);

    /// <summary>A field breaks a rule.</summary>
    public static readonly ProblemKind ValidationFailed =
        new("validation-failed", 400, "The applicant's data break a rule", false);

    /// <summary>A query parameter breaks a rule.</summary>
    public static readonly ProblemKind InvalidQuery = new("invalid-query", 400, "A query parameter breaks a rule", false);

    /// <summary>The idempotency key breaks a rule.</summary>
    public static readonly ProblemKind IdempotencyKeyInvalid =
        new("idempotency-key-invalid", 400, "The idempotency key breaks a rule", false);

    /// <summary>Missing or wrong key.</summary>
    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "A valid key is needed", false);

    /// <summary>A known caller, but no operator.</summary>
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "Operators only", false);

    /// <summary>No such resource, or not this caller's.</summary>
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such resource", false);

    /// <summary>The resource has no such method.</summary>
    public static readonly ProblemKind MethodNotAllowed =
        new("method-not-allowed", 405, "The resource does not have this method", false);

    /// <summary>More than 16 KiB.</summary>
    public static readonly ProblemKind PayloadTooLarge = new("payload-too-large", 413, "The body is too large", false);

    /// <summary>Not <c>application/json</c>.</summary>
    public static readonly ProblemKind UnsupportedMediaType =
        new("unsupported-media-type", 415, "The body must be application/json", false);

    /// <summary>Same key, other payload.</summary>
    public static readonly ProblemKind IdempotencyKeyReused =
        new("idempotency-key-reused", 422, "The idempotency key stands for another request", false);

    /// <summary>Too many requests of this caller.</summary>
    public static readonly ProblemKind RateLimited = new("rate-limited", 429, "Too many requests", true);

    /// <summary>What the service is stored in cannot be used now; nothing was decided.</summary>
    public static readonly ProblemKind StorageUnavailable = new(
        "storage-unavailable", 503, "The service's own storage cannot be used now", true);

    /// <summary>A bug, or a host in trouble.</summary>
    public static readonly ProblemKind Internal = new(FailureCode.Internal.ToCode(), 500, "Something went wrong here", true);

    private static readonly ProblemKind VendorRejected =
        new(FailureCode.VendorRejected.ToCode(), 502, "The vendor refused the request", false);
    private static readonly ProblemKind VendorInvalidResponse =
        new(FailureCode.VendorInvalidResponse.ToCode(), 502, "The vendor's answer holds no usable score", true);
    private static readonly ProblemKind VendorError = new(FailureCode.VendorError.ToCode(), 502, "The vendor failed", true);
    private static readonly ProblemKind VendorTimeout =
        new(FailureCode.VendorTimeout.ToCode(), 504, "The vendor did not answer in time", true);
    private static readonly ProblemKind VendorThrottled =
        new(FailureCode.VendorThrottled.ToCode(), 503, "The vendor is throttling", true);
    private static readonly ProblemKind CircuitOpen =
        new(FailureCode.CircuitOpen.ToCode(), 503, "The vendor is not being called at present", true);
    private static readonly ProblemKind ServiceNotConfigured =
        new(FailureCode.ServiceNotConfigured.ToCode(), 503, "The service has no vendor key", true);

    /// <summary>Every kind, in the contract's order.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidJson, ValidationFailed, InvalidQuery, IdempotencyKeyInvalid, Unauthorized, Forbidden, NotFound, MethodNotAllowed,
        PayloadTooLarge, UnsupportedMediaType, IdempotencyKeyReused, RateLimited, VendorRejected, VendorInvalidResponse,
        VendorError, VendorTimeout, VendorThrottled, CircuitOpen, ServiceNotConfigured, StorageUnavailable,
        Internal,
    ];

    /// <summary>The problem that a failed validation is.</summary>
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
