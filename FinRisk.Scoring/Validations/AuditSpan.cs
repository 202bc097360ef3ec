namespace FinRisk.Scoring.Validations;

/// <summary>How long after the time in a validation's id something can still be recorded about it.</summary>
public static class AuditSpan
{
    /// <summary>For a validation that a crash, or a host that stood still, left lying.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>
    /// Its id may carry the start of its idempotency key's window; its score is handed out from the cache, and operators look at it,
    /// while both are kept.
    /// </summary>
    public static TimeSpan Of(ValidationSettings validation, ScoreHistorySettings history)
    {
        var (kept, cached) = (validation.KeepFor, history.CacheFor);
        return validation.IdempotencyKeepFor + (kept > cached ? kept : cached) + Slack;
    }
}
