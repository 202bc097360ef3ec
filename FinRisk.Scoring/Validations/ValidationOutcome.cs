namespace FinRisk.Scoring.Validations;

/// <summary>
/// How a validation ended: with a score, or with the reason why there is none. A durable contract like
/// <see cref="ValidationInput"/>. Either <see cref="Score"/> or <see cref="Failure"/> is set.
/// </summary>
/// <param name="Attempts">How many calls the vendor was sent.</param>
/// <param name="FinishedAt">When the last step was done.</param>
/// <param name="Score">The score and where it comes from.</param>
/// <param name="DegradedBy">The score is an old one, and this is why no new one could be had.</param>
/// <param name="Failure">Why there is no score.</param>
/// <param name="RetryAt">When it makes sense to try again, where that is known.</param>
/// <param name="Final">The vendor refused this very applicant: trying again cannot help.</param>
/// <param name="Billing">What a failed validation left at the vendor, for a fresh attempt of the same idempotency key; null: nothing.</param>
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
    /// <summary>
    /// Whether an idempotency key goes on giving this outcome: a score does, and a vendor's refusal of the applicant; after
    /// anything else the key starts a fresh attempt (contract, section 3).
    /// </summary>
    public bool IsReplayable => Score is not null || Final;

    /// <summary>Whether it ended with a score that this validation itself obtained from the vendor.</summary>
    public bool IsFreshScore(string validationId) => Score?.ValidationId == validationId && DegradedBy is null;
}
