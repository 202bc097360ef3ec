using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations;

/// <summary>A validation that waits for its next attempt.</summary>
/// <param name="ValidationId">Its id.</param>
/// <param name="Attempts">How many attempts it has made.</param>
/// <param name="NextAttemptAt">When the next one is due.</param>
public sealed record WaitingRetry(string ValidationId, int Attempts, DateTimeOffset NextAttemptAt);
