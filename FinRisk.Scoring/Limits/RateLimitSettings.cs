namespace FinRisk.Scoring.Limits;

/// <summary>How many requests one caller may make. Settings <c>RateLimit:*</c>.</summary>
public sealed record RateLimitSettings
{
    /// <summary>Requests per <see cref="Window"/> and caller; 0 switches the limit off. Default 100.</summary>
    public int Permits { get; init; } = 100;

    /// <summary>The sliding window. Default 60 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);
}
