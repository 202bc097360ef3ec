namespace FinRisk.Scoring.Http;

/// <summary>
/// Counts one caller's requests over a sliding window, exactly: it remembers when each counted request came, so it can tell to the
/// tick when the next one may. (The limiter of the framework counts by segments and cannot tell that.)
/// </summary>
internal sealed class SlidingWindow(int permits, TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>Takes a permit, if there is one; refused requests do not count.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
    public Standing Take(long now)
    {
        lock (_gate)
        {
            while (_taken.TryPeek(out var oldest) && now - oldest >= window.Ticks)
                _taken.Dequeue();

            var allowed = _taken.Count < permits;
            if (allowed)
                _taken.Enqueue(now);
            return new Standing(allowed, permits - _taken.Count, TimeSpan.FromTicks(_taken.Peek() + window.Ticks - now));
        }
    }

    /// <summary>Where a caller stands.</summary>
    /// <param name="Allowed">Whether this request may pass.</param>
    /// <param name="Left">How many more may pass now.</param>
    /// <param name="NextPermit">When the oldest counted request leaves the window, which gives a permit back.</param>
    internal readonly record struct Standing(bool Allowed, int Left, TimeSpan NextPermit);
}
