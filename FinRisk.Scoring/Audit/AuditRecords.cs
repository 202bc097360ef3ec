using FinRisk.Scoring.Http;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Audit;

/// <summary>Makes the records; the one place that says which act carries what.</summary>
public static class AuditRecords
{
    /// <summary>The <see cref="AuditRecord.Outcome"/> of a validation that ended with a score.</summary>
    public const string Scored = "scored";

    /// <summary>A validation ended.</summary>
    /// <param name="ended">As it is kept, with its outcome.</param>
    public static AuditRecord Ended(ValidationRecord ended)
    {
        var outcome = ended.Outcome ?? throw new ArgumentException("The validation has not ended.", nameof(ended));
        return new AuditRecord(AuditActs.ValidationEnded, ended.UpdatedAt, ended.Caller)
        {
            CorrelationId = ended.CorrelationId,
            ValidationId = ended.Id,
            Outcome = outcome.Failure is { } failure ? ProblemKind.Of(failure).Code : Scored,
            Level = outcome.Score?.Score.RiskLevel,
            ScoreOf = outcome.Score?.ValidationId is { } source && source != ended.Id ? source : null,
            Attempts = outcome.Attempts,
            Degraded = outcome.DegradedBy is not null,
            AcceptedAt = ended.CreatedAt,
            EndedAt = ended.UpdatedAt,
        };
    }

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
}
