namespace FinRisk.Scoring.Limits;

/// <summary>Where a caller stands in its sliding window.</summary>
/// <param name="Allowed">Whether this request may pass.</param>
/// <param name="Left">How many more may pass now.</param>
/// <param name="NextPermit">When the oldest counted request leaves the window, which gives a permit back.</param>
public readonly record struct RateStanding(bool Allowed, int Left, TimeSpan NextPermit);
