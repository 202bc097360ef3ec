namespace FinRisk.Scoring.Providers;

/// <summary>
/// Reserves start times for calls, so that at most <paramref name="perSecond"/> calls start within any second: the n-th start
/// time after another is at least a second later, where n is the limit. A call learns at once how long it must wait, and calls
/// start in the order of their reservations.
/// </summary>
/// <param name="perSecond">The maximum number of calls that start within a second, 1 or more.</param>
internal sealed class CallSlots(int perSecond)
{
    private readonly Lock _gate = new();

    /// <summary>The latest start times, oldest first: at most as many as may start within a second.</summary>
    private readonly Queue<long> _recentStarts = new();
    private long _latestStart;

    /// <summary>Reserves the next free start time, unless it is further away than <paramref name="maxWait"/>.</summary>
    /// <param name="now">The current time, in ticks of a monotonic clock.</param>
    /// <param name="maxWait">The longest wait that the call accepts.</param>
    public CallSlot Reserve(long now, TimeSpan maxWait)
    {
        lock (_gate)
        {
            var start = _recentStarts.Count < perSecond ? now : Math.Max(now, _recentStarts.Peek() + TimeSpan.TicksPerSecond);
            var wait = TimeSpan.FromTicks(start - now);
            if (wait > maxWait)
                return new CallSlot(false, wait);
            AddStart(start);
            return new CallSlot(true, wait);
        }
    }

    /// <summary>
    /// Counts a start time that was reserved at the limit shared by all replicas (<see cref="ISharedCallRate"/>).
    /// </summary>
    /// <param name="start">The start time, in ticks of the same clock.</param>
    public void AddReserved(long start)
    {
        lock (_gate)
            AddStart(start);
    }

    private void AddStart(long start)
    {
        _latestStart = Math.Max(_latestStart, start);
        _recentStarts.Enqueue(_latestStart);
        if (_recentStarts.Count > perSecond)
            _recentStarts.Dequeue();
    }
}
