namespace FinRisk.Client;

/// <summary>The problem codes of FinRisk at the time of this package's release; a newer FinRisk may send others.</summary>
public static class ProblemCodes
{
    /// <summary>400: the body is not JSON, has duplicate members, or is nested too deeply.</summary>
    public const string InvalidJson = "invalid-json";

    /// <summary>400: fields violate a rule; <see cref="Problem.Errors"/> names them.</summary>
    public const string ValidationFailed = "validation-failed";

    /// <summary>400: a query parameter of an operators' endpoint is invalid.</summary>
    public const string InvalidQuery = "invalid-query";

    /// <summary>400: the idempotency key is invalid.</summary>
    public const string IdempotencyKeyInvalid = "idempotency-key-invalid";

    /// <summary>401: the caller's function key is missing or wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: the request is for operators only, or must be sent from the machine itself.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: the validation does not exist, has been purged, or belongs to another caller.</summary>
    public const string NotFound = "not-found";

    /// <summary>405: the path does not support this method.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>413: the body is larger than 16 KiB.</summary>
    public const string PayloadTooLarge = "payload-too-large";

    /// <summary>415: the body is not <c>application/json</c> in UTF-8.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>422: the idempotency key was used with another applicant in the last 24 hours.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";

    /// <summary>429: the caller sent too many requests.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>502: the vendor rejected the applicant's data, or FinRisk's own request; the detail says which.</summary>
    public const string VendorRejected = "vendor-rejected";

    /// <summary>502: the vendor's response contained no usable score.</summary>
    public const string VendorInvalidResponse = "vendor-invalid-response";

    /// <summary>502: the vendor failed or could not be reached at every attempt.</summary>
    public const string VendorError = "vendor-error";

    /// <summary>504: the vendor did not respond in time at the last attempt.</summary>
    public const string VendorTimeout = "vendor-timeout";

    /// <summary>503: the vendor limits the rate of requests.</summary>
    public const string VendorThrottled = "vendor-throttled";

    /// <summary>503: the circuit is open, so the vendor is not called now.</summary>
    public const string CircuitOpen = "circuit-open";

    /// <summary>503: FinRisk has no API key for the vendor.</summary>
    public const string ServiceNotConfigured = "service-not-configured";

    /// <summary>503: FinRisk's own storage cannot be used now.</summary>
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>500: an internal error of FinRisk.</summary>
    public const string Internal = "internal";
}
