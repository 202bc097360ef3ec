using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>Creates the audit records: the one place that decides what the record of each act holds.</summary>
public static class AuditRecords
{
    /// <summary>A validation ended.</summary>
    /// <param name="ended">As it is kept, with its outcome.</param>
    public static AuditRecord Ended(ValidationRecord ended) => Ended(
        ended.Id,
        ended.Caller,
        ended.CorrelationId,
        ended.CreatedAt,
        ended.UpdatedAt,
        ended.Outcome ?? throw new ArgumentException("The validation has not ended.", nameof(ended)));

    /// <summary>A validation ended, for a host that audits it before it is kept as ended.</summary>
    public static AuditRecord Ended(ValidationInput input, ValidationOutcome outcome) =>
        Ended(input.ValidationId, input.Caller, input.CorrelationId, input.AcceptedAt, outcome.FinishedAt, outcome);

    /// <summary>A caller got a score from the cache.</summary>
    public static AuditRecord Disclosed(KnownScore known, string caller, string correlationId, DateTimeOffset at) =>
        new(AuditActs.ScoreDisclosed, at, caller)
        {
            CorrelationId = correlationId,
            ValidationId = known.ValidationId.Value,
            Outcome = ValidationOutcome.Scored,
            Level = known.Score.RiskLevel,
            Attempts = 0,
            Degraded = false,
        };

    /// <summary>A sealed applicant did not open.</summary>
    public static AuditRecord SealBroken(ValidationInput input, DateTimeOffset at) => new(AuditActs.SealBroken, at, input.Caller)
    {
        CorrelationId = input.CorrelationId,
        ValidationId = input.ValidationId.Value,
        AcceptedAt = input.AcceptedAt,
    };

    /// <summary>
    /// An operator changed the circuit by hand: <see cref="AuditActs.CircuitOpened"/> or <see cref="AuditActs.CircuitClosed"/>.
    /// </summary>
    public static AuditRecord ByHand(string act, Caller by, string correlationId, string reason, DateTimeOffset at) =>
        new(act, at, by.Name) { CorrelationId = correlationId, Reason = reason };

    /// <summary>An operator read a validation or the audit log.</summary>
    public static AuditRecord Read(
        string act, Caller by, string correlationId, DateTimeOffset at, string? validationId = null, string? what = null) =>
        new(act, at, by.Name) { CorrelationId = correlationId, ValidationId = validationId, Reason = what };

    private static AuditRecord Ended(
        ValidationId id, string caller, string correlationId, DateTimeOffset acceptedAt, DateTimeOffset endedAt, ValidationOutcome outcome) =>
        new(AuditActs.ValidationEnded, endedAt, caller)
        {
            CorrelationId = correlationId,
            ValidationId = id.Value,
            Outcome = outcome.Failure is null ? ValidationOutcome.Scored : outcome.Name,
            Level = outcome.Score?.Score.RiskLevel,
            ScoreOf = outcome.Score?.ValidationId is { } source && source != id ? source.Value : null,
            Attempts = outcome.Attempts,
            Degraded = outcome.DegradedBy is not null,
            AcceptedAt = acceptedAt,
            EndedAt = endedAt,
        };
}

/// <summary>The days in which a validation's audit records can lie.</summary>
public static class AuditSpan
{
    /// <summary>Room for a validation that a crash, or a host that was stopped, left unfinished.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>
    /// How long after the time in its id a validation can still be recorded. The id may carry the start of its idempotency key's
    /// window; its score is disclosed from the cache, and operators read it, for as long as both are kept.
    /// </summary>
    public static TimeSpan AfterIdTime(ValidationSettings validation, ScoreHistorySettings history)
    {
        var (kept, cached) = (validation.KeepFor, history.CacheFor);
        return validation.IdempotencyKeepFor + (kept > cached ? kept : cached) + Slack;
    }
}
