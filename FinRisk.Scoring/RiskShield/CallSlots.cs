namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// Hands out the moments at which calls may start, so that no second of any phase holds more than allowed: each is at least a
/// second after the one so many before it. Whoever reserves knows at once how long it waits, and is served in its turn.
/// </summary>
internal sealed class CallSlots(int perSecond)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _last = new();
    private long _newest;

    /// <summary>Reserves the next free moment, unless it is further off than <paramref name="maxWait"/>.</summary>
    /// <param name="now">Ticks of a clock that never goes back.</param>
    /// <param name="maxWait">The longest wait worth reserving for.</param>
    public CallSlot Reserve(long now, TimeSpan maxWait)
    {
        lock (_gate)
        {
            var slot = _last.Count < perSecond ? now : Math.Max(now, _last.Peek() + TimeSpan.TicksPerSecond);
            var wait = TimeSpan.FromTicks(slot - now);
            if (wait > maxWait)
                return new CallSlot(false, wait);
            Keep(slot);
            return new CallSlot(true, wait);
        }
    }

    /// <summary>Counts a moment that was reserved elsewhere.</summary>
    public void Note(long slot)
    {
        lock (_gate)
            Keep(slot);
    }

    private void Keep(long slot)
    {
        _newest = Math.Max(_newest, slot);
        _last.Enqueue(_newest);
        if (_last.Count > perSecond)
            _last.Dequeue();
    }
}
