namespace FinRisk.Client;

/// <summary>
/// The outcome of a request for a score: exactly one of <see cref="Scored"/>, <see cref="Degraded"/>, <see cref="Accepted"/> and
/// <see cref="Refused"/>. Only the first two have a score, so that no other outcome can be mistaken for one.
/// </summary>
public abstract record ValidationOutcome
{
    private ValidationOutcome()
    {
    }

    /// <summary>
    /// The id of the request in FinRisk's logs; name it when you report a problem. Never null in an outcome that the client
    /// returns.
    /// </summary>
    public string? CorrelationId { get; init; }

    /// <summary>
    /// The idempotency key of the request. A repeated request with this key and the same applicant is not billed again. Null if
    /// the outcome was read by <see cref="FinRiskClient.GetAsync"/>.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// A score: computed for this request; from the cache, by default at most an hour old; or that of an earlier request with the
    /// same idempotency key.
    /// </summary>
    /// <param name="ValidationId">The validation that obtained it.</param>
    /// <param name="Score">The score.</param>
    public sealed record Scored(string ValidationId, RiskScore Score) : ValidationOutcome;

    /// <summary>
    /// The last known score of the applicant, because the vendor is unavailable; by default at most 30 days old. The caller
    /// decides by <see cref="RiskScore.ScoredAt"/> whether this score is recent enough.
    /// </summary>
    /// <param name="ValidationId">The validation that ended with it.</param>
    /// <param name="Score">The older score.</param>
    /// <param name="Reason">Why the vendor is unavailable: a problem code such as <c>circuit-open</c>.</param>
    public sealed record Degraded(string ValidationId, RiskScore Score, string Reason) : ValidationOutcome;

    /// <summary>There is no score yet, and the validation continues; read it later by its id.</summary>
    /// <param name="ValidationId">The validation's id, for <see cref="FinRiskClient.GetAsync"/>.</param>
    /// <param name="Status">The validation's status, such as <c>Running</c>; later versions may send other values.</param>
    /// <param name="RetryAfter">The time to wait before reading the validation.</param>
    public sealed record Accepted(string ValidationId, string Status, TimeSpan RetryAfter) : ValidationOutcome;

    /// <summary>There is no score, because the request was refused or the validation failed.</summary>
    /// <param name="Problem">The problem that FinRisk or a gateway before it reported.</param>
    /// <param name="RetryAfter">The time to wait before sending the request again; null if the response has none.</param>
    public sealed record Refused(Problem Problem, TimeSpan? RetryAfter) : ValidationOutcome
    {
        /// <summary>The validation that failed; null if none was started.</summary>
        public string? ValidationId { get; init; }
    }
}
