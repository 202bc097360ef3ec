namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A call that the vendor received.</summary>
internal sealed record VendorCall(
    long Sequence, DateTimeOffset Time, string? CorrelationId, string? IdempotencyKey, string? TraceParent,
    bool KeyValid, int? Status, string? Fault, bool Billed);
