namespace FinRisk.Scoring.Limits;

/// <summary>The result of an attempt to acquire a permit from a caller's sliding window.</summary>
/// <param name="IsAcquired">True if the request is admitted.</param>
/// <param name="Remaining">The number of permits that are left now.</param>
/// <param name="NextPermit">The time until the oldest counted request leaves the window, which frees a permit.</param>
public readonly record struct RateLimitLease(bool IsAcquired, int Remaining, TimeSpan NextPermit);

/// <summary>
/// Counts the requests of one caller over a sliding window. It stores the time of each counted request, so the count and the time
/// of the next permit are exact (decision 0005).
/// </summary>
internal sealed class SlidingWindow(TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>Acquires a permit if one is left. Rejected requests are not counted.</summary>
    /// <param name="now">The current time, in ticks of a monotonic clock.</param>
    /// <param name="permits">The number of permits per window.</param>
    public RateLimitLease Acquire(long now, int permits)
    {
        lock (_gate)
        {
            RemoveExpired(now);
            var isAcquired = _taken.Count < permits;
            if (isAcquired)
                _taken.Enqueue(now);
            return CreateLease(isAcquired, now, permits);
        }
    }

    /// <summary>True if no permit is left. Does not acquire a permit.</summary>
    /// <param name="now">The current time, in ticks of a monotonic clock.</param>
    /// <param name="permits">The number of permits per window.</param>
    /// <param name="rejected">The lease of the rejected request, if the result is true.</param>
    public bool IsFull(long now, int permits, out RateLimitLease rejected)
    {
        lock (_gate)
        {
            RemoveExpired(now);
            var isFull = _taken.Count >= permits;
            rejected = isFull ? CreateLease(isAcquired: false, now, permits) : default;
            return isFull;
        }
    }

    /// <summary>Counts a request that the shared limit has admitted.</summary>
    /// <param name="now">The current time, in ticks of a monotonic clock.</param>
    public void Add(long now)
    {
        lock (_gate)
            _taken.Enqueue(now);
    }

    private void RemoveExpired(long now)
    {
        while (_taken.TryPeek(out var oldest) && now - oldest >= window.Ticks)
            _taken.Dequeue();
    }

    private RateLimitLease CreateLease(bool isAcquired, long now, int permits) =>
        new(isAcquired, Math.Max(0, permits - _taken.Count), TimeSpan.FromTicks(_taken.Peek() + window.Ticks - now));
}
