namespace FinRisk.Scoring.Limits;

/// <summary>The rate limit of each caller. Settings <c>RateLimit:*</c>.</summary>
public sealed record RateLimitSettings
{
    /// <summary>
    /// Setting <c>RateLimit:Permits</c>: the number of requests per <see cref="Window"/> and caller; 0: no limit. Default 100.
    /// </summary>
    public int Permits { get; init; } = 100;

    /// <summary>Setting <c>RateLimit:Window</c>: the length of the sliding window, 1 s to 24 h. Default 60 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);
}
