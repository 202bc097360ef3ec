namespace FinRisk.Scoring.Validations;

/// <summary>What scores already paid for are used for. Settings <c>ScoreHistory:*</c>.</summary>
public sealed record ScoreHistorySettings
{
    /// <summary>How long a score answers the same applicant again; 0 switches the cache off. Default 1 h.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a score is kept, and so how old a degraded answer may be. Default 30 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);
}
