namespace FinRisk.Scoring.Limits;

/// <summary>What a caller got of its sliding window.</summary>
/// <param name="IsAcquired">Whether this request may pass.</param>
/// <param name="Remaining">How many more may pass now.</param>
/// <param name="NextPermit">In how long the oldest counted request leaves the window, which gives a permit back.</param>
public readonly record struct RateLimitLease(bool IsAcquired, int Remaining, TimeSpan NextPermit);

/// <summary>
/// Counts one caller's requests over a sliding window, exactly: it remembers when each counted request came, so it knows to the
/// tick when the next one may (decision 0005).
/// </summary>
internal sealed class SlidingWindow(TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>Takes a permit, if there is one; refused requests do not count.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
    /// <param name="permits">How many there are in a window.</param>
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

    /// <summary>Whether this window alone has no permit left; takes none.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
    /// <param name="permits">How many there are in a window.</param>
    /// <param name="rejected">What the caller gets, where that is so.</param>
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

    /// <summary>Counts a request that was let through elsewhere.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
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
