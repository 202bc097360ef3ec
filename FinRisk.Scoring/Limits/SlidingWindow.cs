namespace FinRisk.Scoring.Limits;

/// <summary>
/// Counts one caller's requests over a sliding window, exactly: it remembers when each counted request came, so it can tell to the
/// tick when the next one may. (The limiter of the framework counts by segments and cannot tell that.)
/// </summary>
internal sealed class SlidingWindow(TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>Takes a permit, if there is one; refused requests do not count.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
    /// <param name="permits">How many there are in a window.</param>
    public RateStanding Take(long now, int permits)
    {
        lock (_gate)
        {
            Forget(now);
            var allowed = _taken.Count < permits;
            if (allowed)
                _taken.Enqueue(now);
            return Standing(allowed, now, permits);
        }
    }

    /// <summary>The refusal, where this window alone is full; null where it is not.</summary>
    public RateStanding? RefuseFull(long now, int permits)
    {
        lock (_gate)
        {
            Forget(now);
            return _taken.Count < permits ? null : Standing(allowed: false, now, permits);
        }
    }

    /// <summary>Counts a request that was let through elsewhere.</summary>
    public void Note(long now)
    {
        lock (_gate)
            _taken.Enqueue(now);
    }

    private void Forget(long now)
    {
        while (_taken.TryPeek(out var oldest) && now - oldest >= window.Ticks)
            _taken.Dequeue();
    }

    private RateStanding Standing(bool allowed, long now, int permits) =>
        new(allowed, Math.Max(0, permits - _taken.Count), TimeSpan.FromTicks(_taken.Peek() + window.Ticks - now));
}
