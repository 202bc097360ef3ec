using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// How a validation ended: with a score, or with the reason why there is none. A durable contract like
/// <see cref="ValidationInput"/>. Either <see cref="Score"/> or <see cref="Failure"/> is set.
/// </summary>
/// <param name="Attempts">How many calls the vendor was sent, 0 or more.</param>
/// <param name="FinishedAt">When the last step was finished.</param>
/// <param name="Score">The score and where it comes from.</param>
/// <param name="DegradedBy">
/// Why no new score could be obtained, where <see cref="Score"/> is an older one (degraded mode).
/// </param>
/// <param name="Failure">Why there is no score.</param>
/// <param name="RetryAt">The earliest time at which another request makes sense, where that is known.</param>
/// <param name="Final">Whether the vendor refused this applicant, so that another attempt cannot help.</param>
/// <param name="Billing">
/// The billing state of a failed validation, for a later request with the same idempotency key; null: none.
/// </param>
public sealed record ValidationOutcome(
    int Attempts,
    DateTimeOffset FinishedAt,
    KnownScore? Score = null,
    FailureCode? DegradedBy = null,
    FailureCode? Failure = null,
    DateTimeOffset? RetryAt = null,
    bool Final = false,
    VendorBilling? Billing = null)
{
    /// <summary>The <see cref="Name"/> of a validation that ended with a score of its own or from the score cache.</summary>
    public const string Scored = "scored";

    /// <summary>
    /// The <see cref="Name"/> of a validation that ended with an older score because the vendor could not be used.
    /// </summary>
    public const string Degraded = "degraded";

    /// <summary>
    /// The outcome in one word, the same in metrics, spans and the operators' page: <c>scored</c>, <c>degraded</c>, or the code
    /// of contract section 4.
    /// </summary>
    [JsonIgnore]
    public string Name => Failure?.ToCode() ?? (DegradedBy is null ? Scored : Degraded);

    /// <summary>
    /// Whether the idempotency key goes on giving this outcome: a score does, and so does the vendor's refusal of the applicant;
    /// after any other failure the key starts a fresh attempt (contract, section 3).
    /// </summary>
    public bool IsReplayable => Score is not null || Final;

    /// <summary>Whether this is a score that this validation itself obtained from the vendor.</summary>
    public bool IsFreshScore(ValidationId id) => Score?.ValidationId == id && DegradedBy is null;
}
