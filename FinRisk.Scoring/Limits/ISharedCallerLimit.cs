namespace FinRisk.Scoring.Limits;

/// <summary>Counts a caller's requests over all replicas. Without one registered each replica counts by itself.</summary>
public interface ISharedCallerLimit
{
    /// <summary>
    /// Takes one permit of the caller, if there is one. Null where the replicas' common memory cannot be used just now; that is
    /// found out in a bounded time, and does not throw.
    /// </summary>
    ValueTask<RateLimitLease?> AcquireAsync(string caller, int permits, TimeSpan window);
}
