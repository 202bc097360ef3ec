using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>A validation as <see cref="IValidationHost"/> returns it. Contains no applicant data.</summary>
/// <param name="Id">The validation's id.</param>
/// <param name="Caller">The name of the caller that started the validation; no other caller may see it.</param>
/// <param name="CorrelationId">The correlation id of the request that started the validation.</param>
/// <param name="ApplicantHash">
/// The keyed hash of the applicant, which shows whether a request with the same idempotency key is for the same applicant.
/// </param>
/// <param name="Status">The status.</param>
/// <param name="CreatedAt">The time at which the validation was accepted.</param>
/// <param name="UpdatedAt">The time at which the validation last changed; once it has ended, the time of its end.</param>
/// <param name="Attempts">The number of calls sent to providers so far, 0 or more.</param>
/// <param name="Outcome">The outcome; null until the validation has ended.</param>
/// <param name="Waiting">The reason and the end of the present wait; null unless the status is Waiting.</param>
/// <param name="History">
/// The attempts so far of a validation that has not ended; null if they are not known. After the end the outcome has them.
/// </param>
public sealed record ValidationRecord(
    ValidationId Id,
    string Caller,
    string CorrelationId,
    string ApplicantHash,
    ValidationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Attempts,
    ValidationOutcome? Outcome,
    WaitingReason? Waiting = null,
    AttemptHistory? History = null)
{
    /// <summary>Creates the record of a validation that has not ended.</summary>
    /// <param name="input">The validation's input.</param>
    /// <param name="isBegun">True if the workflow has started to run.</param>
    /// <param name="updatedAt">The time at which the validation last changed.</param>
    /// <param name="progress">The latest progress; null if it is not known.</param>
    public static ValidationRecord Unfinished(
        ValidationInput input, bool isBegun, DateTimeOffset updatedAt, ValidationProgress? progress)
    {
        var waiting = progress is { Stage: ValidationProgress.Waiting, NextAttemptAt: { } next, Code: { } code }
            ? new WaitingReason(code, next)
            : null;
        return new ValidationRecord(
            input.ValidationId,
            input.Caller,
            input.CorrelationId,
            input.ApplicantHash,
            waiting is not null ? ValidationStatus.Waiting : isBegun ? ValidationStatus.Running : ValidationStatus.Pending,
            input.AcceptedAt,
            updatedAt,
            progress?.Calls ?? 0,
            Outcome: null,
            waiting,
            progress?.History);
    }

    /// <summary>Creates the record of a validation that ended at <paramref name="endedAt"/>.</summary>
    public static ValidationRecord Ended(ValidationInput input, ValidationOutcome outcome, DateTimeOffset endedAt) => new(
        input.ValidationId,
        input.Caller,
        input.CorrelationId,
        input.ApplicantHash,
        outcome.Failure is null ? ValidationStatus.Completed : ValidationStatus.Failed,
        input.AcceptedAt,
        endedAt,
        outcome.Attempts,
        outcome);
}

/// <summary>The status of a validation, as callers see it (docs/contract.md, section 2).</summary>
public enum ValidationStatus
{
    /// <summary>The validation is accepted, and its workflow has not started yet.</summary>
    Pending,

    /// <summary>The workflow is running.</summary>
    Running,

    /// <summary>The validation ended with a score.</summary>
    Completed,

    /// <summary>The validation ended without a score; the outcome has the reason.</summary>
    Failed,

    /// <summary>The workflow waits for its next attempt.</summary>
    Waiting,
}

/// <summary>The reason why a validation waits, and the time of its next attempt.</summary>
/// <param name="Code">The problem code of the last failure.</param>
/// <param name="NextAttemptAt">The time of the next attempt.</param>
public sealed record WaitingReason(string Code, DateTimeOffset NextAttemptAt);
