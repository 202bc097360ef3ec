namespace FinRisk.Scoring.Limits;

/// <summary>
/// Limits the requests of each caller over all replicas. If no implementation is registered, each replica counts separately.
/// </summary>
public interface ISharedCallerLimit
{
    /// <summary>
    /// Acquires a permit for the caller if one is left. Returns null, within a bounded time and without an exception, if the
    /// shared store is unavailable.
    /// </summary>
    /// <param name="caller">The caller's name.</param>
    /// <param name="permits">The number of requests per window, 1 or more.</param>
    /// <param name="window">The length of the window.</param>
    ValueTask<RateLimitLease?> AcquireAsync(string caller, int permits, TimeSpan window);
}
