using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// One line of the audit log: who did what, when, and what came of it. Never holds anything about the applicant. It is kept for
/// years and read by later versions, so members are only ever added, and added as optional.
/// </summary>
/// <param name="Act">What was done, one of <see cref="AuditActs"/>; a reader must bear acts that it does not know.</param>
/// <param name="At">When. Its day (UTC) is the day under which the record is found.</param>
/// <param name="Caller">Who did it, or for whom: the name of the caller's key or principal.</param>
public sealed record AuditRecord(string Act, DateTimeOffset At, string Caller)
{
    /// <summary>The correlation id of the request.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The validation that it is about.</summary>
    public string? ValidationId { get; init; }

    /// <summary><c>scored</c>, or the code of contract section 4 that the validation failed with.</summary>
    public string? Outcome { get; init; }

    /// <summary>The level of the score that was handed out.</summary>
    public RiskLevel? Level { get; init; }

    /// <summary>The validation that obtained that score, where it was another one.</summary>
    public string? ScoreOf { get; init; }

    /// <summary>How many calls the vendor was sent.</summary>
    public int? Attempts { get; init; }

    /// <summary>Whether an older score answered because the vendor could not be used.</summary>
    public bool? Degraded { get; init; }

    /// <summary>When the validation was accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why an operator did it, in the operator's words (<see cref="AuditReason"/>).</summary>
    public string? Reason { get; init; }
}

/// <summary>What is audited. Names and not an enumeration: the log outlives the program, in both directions.</summary>
public static class AuditActs
{
    /// <summary>A validation ended, with a score or without; exactly one for each run of a validation.</summary>
    public const string ValidationEnded = "validation-ended";

    /// <summary>
    /// A request without an idempotency key got a recent score from the cache: no validation, but a disclosure.
    /// </summary>
    public const string ScoreDisclosed = "score-disclosed";

    /// <summary>An operator looked at another caller's validation.</summary>
    public const string ValidationRead = "validation-read";

    /// <summary>A sealed applicant could not be opened: altered, moved, or sealed under a key that is gone.</summary>
    public const string SealBroken = "seal-broken";

    /// <summary>An operator opened the circuit by hand.</summary>
    public const string CircuitOpened = "circuit-opened";

    /// <summary>An operator closed the circuit by hand.</summary>
    public const string CircuitClosed = "circuit-closed";

    /// <summary>An operator read the audit log.</summary>
    public const string AuditRead = "audit-read";
}
