namespace FinRisk.Client;

/// <summary>The options of one request.</summary>
public sealed record ValidateOptions
{
    /// <summary>
    /// Identifies the request for 24 hours: 1 to 255 printable ASCII characters without personal data, such as the number of a
    /// loan application and its revision. Default: a random key, which protects the retries within this call, but not a repeated
    /// call after a crash.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// An id for FinRisk's logs and the vendor call: 1 to 128 of the characters <c>A-Za-z0-9._-</c>. Default: a random id.
    /// </summary>
    public string? CorrelationId { get; init; }

    /// <summary>True to call the vendor even if a recent score is cached. Default false.</summary>
    public bool SkipScoreCache { get; init; }

    /// <summary>
    /// The maximum time for polling a validation that takes longer than <see cref="FinRiskClientOptions.Wait"/>. Default:
    /// <see cref="FinRiskClientOptions.CompletionTimeout"/>. Zero: the outcome is immediately
    /// <see cref="ValidationOutcome.Accepted"/>, unless FinRisk already has the score.
    /// </summary>
    public TimeSpan? CompletionTimeout { get; init; }

    /// <summary>
    /// How long the validation may go on trying while no provider can be used: whole seconds, 0 or more; FinRisk may allow less.
    /// Zero: it does not outlive an outage. Default: as FinRisk is set up where <see cref="CompletionTimeout"/> is zero, else
    /// zero.
    /// </summary>
    public TimeSpan? Deadline { get; init; }
}
