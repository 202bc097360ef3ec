using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The outcome of a validation: either <see cref="Score"/> or <see cref="Failure"/> is set. It is stored, and later versions read
/// it, so members are only ever added, and only as optional members.
/// </summary>
/// <param name="Attempts">The number of calls sent to providers, 0 or more.</param>
/// <param name="FinishedAt">The time at which the last step ended.</param>
/// <param name="Score">The score, and the validation that obtained it; null if the validation failed.</param>
/// <param name="DegradedBy">
/// The reason why no new score could be obtained, if <see cref="Score"/> is an older one (degraded mode); otherwise null.
/// </param>
/// <param name="Failure">The reason why there is no score; null if there is one.</param>
/// <param name="RetryAt">The earliest time at which another request may succeed; null if it is not known.</param>
/// <param name="Final">True if the provider cannot score this applicant, so that another request would not help.</param>
/// <param name="Billing">
/// Whether RiskShield may have billed the failed validation. A later run under the same idempotency key needs it to choose its
/// key towards the vendor. Null if no call leaves anything to remember.
/// </param>
/// <param name="BackupBilling">Whether the backup provider may have billed it, likewise.</param>
/// <param name="History">
/// The attempts; null if there were none, or if a version that stored no attempts ended the validation.
/// </param>
public sealed record ValidationOutcome(
    int Attempts,
    DateTimeOffset FinishedAt,
    StoredScore? Score = null,
    FailureCode? DegradedBy = null,
    FailureCode? Failure = null,
    DateTimeOffset? RetryAt = null,
    bool Final = false,
    VendorBilling? Billing = null,
    VendorBilling? BackupBilling = null,
    AttemptHistory? History = null)
{
    /// <summary>The <see cref="Name"/> of a validation that ended with a score of its own or from the score cache.</summary>
    public const string Scored = "scored";

    /// <summary>
    /// The <see cref="Name"/> of a validation that ended with an older score because no provider could be used.
    /// </summary>
    public const string Degraded = "degraded";

    /// <summary>
    /// The outcome's name in metrics, in spans and on the operations page: <c>scored</c>, <c>degraded</c>, or the problem code of
    /// the failure (docs/contract.md, section 4).
    /// </summary>
    [JsonIgnore]
    public string Name => Failure?.ToCode() ?? (DegradedBy is null ? Scored : Degraded);

    /// <summary>
    /// True if later requests with the same idempotency key get this outcome again: a score, or the provider's refusal of the
    /// applicant. After any other failure such a request starts the validation again (docs/contract.md, section 3).
    /// </summary>
    [JsonIgnore]
    public bool IsReplayable => Score is not null || Final;

    /// <summary>True if the outcome is a score that the validation with this id itself obtained from a provider.</summary>
    public bool IsFreshScore(ValidationId id) => Score?.ValidationId == id && DegradedBy is null;
}
