using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Audit;

/// <summary>How long after the time in a validation's id something can still be recorded about it.</summary>
public static class AuditSpan
{
    /// <summary>For a validation that a crash, or a host that stood still, left lying.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>
    /// Its id may carry the start of its idempotency key's window; its score is handed out from the cache, and operators look at it,
    /// while both are kept.
    /// </summary>
    public static TimeSpan Of(FinRiskSettings settings)
    {
        var (kept, cached) = (settings.Validation.KeepFor, settings.ScoreHistory.CacheFor);
        return settings.Validation.IdempotencyKeepFor + (kept > cached ? kept : cached) + Slack;
    }
}
