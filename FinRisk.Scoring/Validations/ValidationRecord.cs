using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>A validation as its host stores and finds it. Holds no applicant data.</summary>
/// <param name="Id">The validation's id.</param>
/// <param name="Caller">The caller that started it; no other caller may see it.</param>
/// <param name="CorrelationId">The correlation id of the request that started it.</param>
/// <param name="ApplicantKey">The keyed hash of its applicant, by which a repeated request is recognised.</param>
/// <param name="Status">Its status.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Attempts">How many calls the vendor was sent so far, 0 or more.</param>
/// <param name="Outcome">How it ended; null while it runs.</param>
public sealed record ValidationRecord(
    ValidationId Id,
    string Caller,
    string CorrelationId,
    string ApplicantKey,
    ValidationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Attempts,
    ValidationOutcome? Outcome)
{
    /// <summary>The record of a validation that has not ended.</summary>
    public static ValidationRecord Unfinished(
        ValidationInput input, ValidationStatus status, DateTimeOffset updatedAt, int attempts) => new(
            input.ValidationId, input.Caller, input.CorrelationId, input.ApplicantKey, status, input.AcceptedAt, updatedAt, attempts, null);

    /// <summary>The record of a validation that ended at <paramref name="endedAt"/>.</summary>
    public static ValidationRecord Ended(ValidationInput input, ValidationOutcome outcome, DateTimeOffset endedAt) => new(
        input.ValidationId,
        input.Caller,
        input.CorrelationId,
        input.ApplicantKey,
        outcome.Failure is null ? ValidationStatus.Completed : ValidationStatus.Failed,
        input.AcceptedAt,
        endedAt,
        outcome.Attempts,
        outcome);
}

/// <summary>The status of a validation, as callers see it (contract, section 2).</summary>
public enum ValidationStatus
{
    /// <summary>Accepted, and not begun.</summary>
    Pending,

    /// <summary>Begun.</summary>
    Running,

    /// <summary>Ended with a score.</summary>
    Completed,

    /// <summary>Ended without a score; the reason is known.</summary>
    Failed,
}
