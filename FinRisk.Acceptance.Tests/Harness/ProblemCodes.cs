namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>What the contract says of its problem codes.</summary>
internal static class ProblemCodes
{
    /// <summary>Whether the same request may succeed later; null where the contract leaves it open.</summary>
    public static bool? Retryable(string code) => code switch
    {
        "invalid-json" or "validation-failed" or "invalid-query" or "idempotency-key-invalid"
            or "unauthorized" or "forbidden" or "not-found" => false,
        "payload-too-large" or "unsupported-media-type" or "idempotency-key-reused" or "vendor-rejected" => false,
        "rate-limited" or "vendor-error" or "vendor-timeout" or "vendor-throttled" or "circuit-open" => true,
        _ => null,
    };
}
