using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// One record of the audit log: who did what, when, and with what result. It never contains data about the applicant. Records are
/// stored for years and read by later versions, so members may only be added, and only as optional.
/// </summary>
/// <param name="Action">
/// The action, one of <see cref="AuditActions"/>; written as <c>act</c> in every format. A reader must accept unknown actions.
/// </param>
/// <param name="At">The time of the action. The record is found under the UTC day of this time.</param>
/// <param name="Caller">The name of the caller's key or principal.</param>
public sealed record AuditRecord(
    [property: JsonPropertyName("act")] string Action, DateTimeOffset At, string Caller)
{
    /// <summary>The correlation id of the request.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The id of the validation that the action concerns.</summary>
    public string? ValidationId { get; init; }

    /// <summary><c>scored</c>, or the problem code (contract, section 4) with which the validation failed.</summary>
    public string? Outcome { get; init; }

    /// <summary>The level of the score that was disclosed.</summary>
    public RiskLevel? Level { get; init; }

    /// <summary>The id of the validation that obtained the score, if that was another validation.</summary>
    public string? ScoreOf { get; init; }

    /// <summary>The number of calls to the vendor.</summary>
    public int? Attempts { get; init; }

    /// <summary>True if an older score was disclosed because the vendor could not be used.</summary>
    public bool? Degraded { get; init; }

    /// <summary>The name of the provider of the score.</summary>
    public string? Provider { get; init; }

    /// <summary>The time at which the validation was accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The time at which the validation ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The reason that the operator stated (<see cref="AuditReason"/>).</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// The audited actions. They are strings and not an enumeration, because a version must be able to read the actions that earlier
/// and later versions have recorded.
/// </summary>
public static class AuditActions
{
    /// <summary>A validation ended, with or without a score. Each run of a validation has exactly one such record.</summary>
    public const string ValidationEnded = "validation-ended";

    /// <summary>
    /// A request was answered with a stored score without a validation: with a cached score, if it had no idempotency key, or
    /// with an older score in degraded mode.
    /// </summary>
    public const string ScoreDisclosed = "score-disclosed";

    /// <summary>
    /// A request was refused before a validation was started, because the vendor is not being called at present.
    /// </summary>
    public const string RequestRefused = "request-refused";

    /// <summary>An operator read another caller's validation.</summary>
    public const string ValidationRead = "validation-read";

    /// <summary>
    /// A sealed applicant could not be opened: it was altered or moved to another validation, or its key no longer exists.
    /// </summary>
    public const string SealBroken = "seal-broken";

    /// <summary>An operator opened a circuit.</summary>
    public const string CircuitOpened = "circuit-opened";

    /// <summary>An operator closed a circuit.</summary>
    public const string CircuitClosed = "circuit-closed";

    /// <summary>An operator searched for the data stored about an applicant.</summary>
    public const string SubjectSearched = "subject-searched";

    /// <summary>An operator erased the data stored about an applicant.</summary>
    public const string SubjectErased = "subject-erased";

    /// <summary>An operator read the audit log.</summary>
    public const string AuditRead = "audit-read";
}
