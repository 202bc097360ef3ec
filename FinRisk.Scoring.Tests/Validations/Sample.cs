using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Values that tests start from.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public static readonly ValidationId Id = ValidationId.Create(Start.ToUnixTimeMilliseconds(), "0123456789abcdef"u8);

    public static readonly ValidationId OtherId = ValidationId.Create(Start.ToUnixTimeMilliseconds(), "fedcba9876543210"u8);

    public static readonly VendorScore Score = new(72, RiskLevel.Medium);

    public static ValidationPlan Plan { get; } = new(
        3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), Degrade: true, TimeSpan.FromDays(30));

    public static ValidationInput Input(
        ValidationPlan? plan = null, StoredScore? known = null, SealedApplicant? applicant = null, string? traceParent = null) =>
        new(
            Id,
            "corr-1",
            "alice",
            applicant ?? new SealedApplicant("sealed"),
            "applicant-key",
            Start,
            plan ?? Plan,
            traceParent,
            known);

    /// <summary>A call to RiskShield under the validation's own key.</summary>
    public static VendorCall Call(ValidationInput input, int attempt, long? admittedGeneration = null) =>
        new(input, attempt, input.ValidationId.Value, AdmittedGeneration: admittedGeneration);

    public static ValidationRecord Record(ValidationOutcome? outcome, string caller = "alice", ValidationStatus? status = null,
        WaitingReason? waiting = null) => new(
        Id,
        caller,
        "corr-1",
        "applicant-key",
        status ?? (outcome is null ? ValidationStatus.Running : outcome.Failure is null
            ? ValidationStatus.Completed : ValidationStatus.Failed),
        Start,
        Start.AddSeconds(3),
        outcome?.Attempts ?? 1,
        outcome,
        waiting);
}
