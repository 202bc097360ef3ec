using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Time;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Creates all audit records, so that one place decides what the record of each action contains (docs/audit.md).
/// </summary>
public static class AuditRecords
{
    /// <summary>Creates the record of a validation that has ended.</summary>
    /// <param name="ended">The stored validation.</param>
    /// <exception cref="ArgumentException">The validation has no outcome.</exception>
    public static AuditRecord Ended(ValidationRecord ended) => Ended(
        ended.Id,
        ended.Caller,
        ended.CorrelationId,
        ended.CreatedAt,
        ended.UpdatedAt,
        ended.Outcome ?? throw new ArgumentException("The validation has not ended.", nameof(ended)));

    /// <summary>
    /// Creates the record of a validation that has ended, for a host that writes the record before it stores the outcome.
    /// </summary>
    public static AuditRecord Ended(ValidationInput input, ValidationOutcome outcome) =>
        Ended(input.ValidationId, input.Caller, input.CorrelationId, input.AcceptedAt, outcome.FinishedAt, outcome);

    /// <summary>
    /// Creates the record of a stored score that a caller got without a validation: from the score cache, or in degraded mode.
    /// </summary>
    /// <param name="stored">The score, and the validation that obtained it.</param>
    /// <param name="caller">The name of the caller that got the score.</param>
    /// <param name="correlationId">The correlation id of the request.</param>
    /// <param name="at">The time of the disclosure.</param>
    /// <param name="degradedBy">The reason for degraded mode; null if the score is recent, from the score cache.</param>
    public static AuditRecord Disclosed(
        StoredScore stored, string caller, string correlationId, DateTimeOffset at, FailureCode? degradedBy = null) =>
        new(AuditActions.ScoreDisclosed, at, caller)
        {
            CorrelationId = correlationId,
            ValidationId = degradedBy is null ? stored.ValidationId.Value : null,
            ScoreOf = degradedBy is null ? null : stored.ValidationId.Value,
            Outcome = ValidationOutcome.Scored,
            Level = stored.Score.RiskLevel,
            Provider = stored.Provider,
            Attempts = 0,
            Degraded = degradedBy is not null,
        };

    /// <summary>Creates the record of a request that was refused before a validation was started.</summary>
    public static AuditRecord Refused(FailureCode code, string caller, string correlationId, DateTimeOffset at) =>
        new(AuditActions.RequestRefused, at, caller) { CorrelationId = correlationId, Outcome = code.ToCode(), Attempts = 0 };

    /// <summary>Creates the record of a validation whose sealed applicant could not be opened.</summary>
    public static AuditRecord SealBroken(ValidationInput input, DateTimeOffset at) =>
        new(AuditActions.SealBroken, at, input.Caller)
        {
            CorrelationId = input.CorrelationId,
            ValidationId = input.ValidationId.Value,
            AcceptedAt = input.AcceptedAt,
        };

    /// <summary>
    /// Creates the record of an operator's action that has a reason: <see cref="AuditActions.CircuitOpened"/>,
    /// <see cref="AuditActions.CircuitClosed"/>, <see cref="AuditActions.SubjectSearched"/> or
    /// <see cref="AuditActions.SubjectErased"/>.
    /// </summary>
    public static AuditRecord OperatorAction(string action, Caller by, string? correlationId, string reason, DateTimeOffset at) =>
        new(action, at, by.Name) { CorrelationId = correlationId, Reason = reason };

    /// <summary>Creates the record of an operator who read a validation or the audit log.</summary>
    /// <param name="action">The action, a member of <see cref="AuditActions"/>.</param>
    /// <param name="by">The operator.</param>
    /// <param name="correlationId">The correlation id of the request.</param>
    /// <param name="at">The time of the request.</param>
    /// <param name="validationId">The validation that was read; null for a range of the audit log.</param>
    /// <param name="what">The range that was read, as text; null for one validation.</param>
    public static AuditRecord OperatorRead(
        string action, Caller by, string correlationId, DateTimeOffset at, string? validationId = null, string? what = null) =>
        new(action, at, by.Name) { CorrelationId = correlationId, ValidationId = validationId, Reason = what };

    private static AuditRecord Ended(
        ValidationId id,
        string caller,
        string correlationId,
        DateTimeOffset acceptedAt,
        DateTimeOffset endedAt,
        ValidationOutcome outcome) =>
        new(AuditActions.ValidationEnded, endedAt, caller)
        {
            CorrelationId = correlationId,
            ValidationId = id.Value,
            Outcome = outcome.Failure is null ? ValidationOutcome.Scored : outcome.Name,
            Level = outcome.Score?.Score.RiskLevel,
            Provider = outcome.Score?.Provider,
            ScoreOf = outcome.Score?.ValidationId is { } source && source != id ? source.Value : null,
            Attempts = outcome.Attempts,
            Degraded = outcome.DegradedBy is not null,
            AcceptedAt = acceptedAt,
            EndedAt = endedAt,
        };
}

/// <summary>
/// The days that a search for a validation's audit records must cover. The audit log has no index by validation, but the
/// validation id contains a time.
/// </summary>
public static class AuditSearchWindow
{
    /// <summary>Extra time for a validation that ended late because its host had crashed or was stopped.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>
    /// Returns the longest time after the time in a validation id at which an audit record can still name the validation. The
    /// time in the id may be the start of the idempotency key's window, and records are also written when the score is disclosed
    /// from the cache and when an operator reads the validation, for as long as either is stored.
    /// </summary>
    public static TimeSpan AfterIdTime(ValidationSettings validation, ScoreHistorySettings history)
    {
        var (kept, cached) = (validation.Retention, history.CacheFor);
        return validation.IdempotencyRetention + validation.Deadline + Moments.Longer(kept, cached) + Slack;
    }
}
