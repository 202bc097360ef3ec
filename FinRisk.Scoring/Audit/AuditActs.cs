namespace FinRisk.Scoring.Audit;

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
