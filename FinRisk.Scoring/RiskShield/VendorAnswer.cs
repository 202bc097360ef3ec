namespace FinRisk.Scoring.RiskShield;

/// <summary>How one call to the vendor ended, classified.</summary>
/// <param name="Status">The class.</param>
/// <param name="Score">The score, where there is one.</param>
/// <param name="HttpStatus">The status code, where there was an answer.</param>
/// <param name="RetryAfter">How long the vendor asked to be left alone, or our own queue is.</param>
/// <param name="Queued">How long the call waited for its permit.</param>
internal readonly record struct VendorAnswer(
    AttemptStatus Status,
    VendorScore? Score = null,
    int? HttpStatus = null,
    TimeSpan? RetryAfter = null,
    TimeSpan Queued = default);
