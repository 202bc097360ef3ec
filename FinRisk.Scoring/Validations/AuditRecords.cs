using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>Makes the records; the one place that says which act carries what.</summary>
public static class AuditRecords
{
    /// <summary>The <see cref="AuditRecord.Outcome"/> of a validation that ended with a score.</summary>
    public const string Scored = "scored";

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
            ValidationId = known.ValidationId,
            Outcome = Scored,
            Level = known.Score.RiskLevel,
            Attempts = 0,
            Degraded = false,
        };

    /// <summary>A sealed applicant did not open.</summary>
    public static AuditRecord SealBroken(ValidationInput input, DateTimeOffset at) => new(AuditActs.SealBroken, at, input.Caller)
    {
        CorrelationId = input.CorrelationId,
        ValidationId = input.ValidationId,
        AcceptedAt = input.AcceptedAt,
    };

    /// <summary>An operator changed the circuit by hand: <see cref="AuditActs.CircuitOpened"/> or <see cref="AuditActs.CircuitClosed"/>.</summary>
    public static AuditRecord ByHand(string act, Caller by, string correlationId, string reason, DateTimeOffset at) =>
        new(act, at, by.Name) { CorrelationId = correlationId, Reason = reason };

    /// <summary>An operator read a validation or the audit log.</summary>
    public static AuditRecord Read(string act, Caller by, string correlationId, DateTimeOffset at, string? validationId = null, string? what = null) =>
        new(act, at, by.Name) { CorrelationId = correlationId, ValidationId = validationId, Reason = what };

    private static AuditRecord Ended(
        string id, string caller, string correlationId, DateTimeOffset acceptedAt, DateTimeOffset endedAt, ValidationOutcome outcome) =>
        new(AuditActs.ValidationEnded, endedAt, caller)
        {
            CorrelationId = correlationId,
            ValidationId = id,
            Outcome = outcome.Failure is { } failure ? failure.ToCode() : Scored,
            Level = outcome.Score?.Score.RiskLevel,
            ScoreOf = outcome.Score?.ValidationId is { } source && source != id ? source : null,
            Attempts = outcome.Attempts,
            Degraded = outcome.DegradedBy is not null,
            AcceptedAt = acceptedAt,
            EndedAt = endedAt,
        };
}
