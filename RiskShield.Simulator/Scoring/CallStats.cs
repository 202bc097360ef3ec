namespace RiskShield.Simulator.Scoring;

/// <summary>Counts the calls to one vendor.</summary>
internal sealed class CallStats
{
    private long _calls;
    private int _inFlight;
    private int _maxInFlight;

    /// <summary>The number of calls since the last reset.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The number of calls in progress.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The maximum number of concurrent calls since the last reset.</summary>
    public int MaxInFlight => Volatile.Read(ref _maxInFlight);

    public void Begin()
    {
        Interlocked.Increment(ref _calls);
        var now = Interlocked.Increment(ref _inFlight);
        for (var max = MaxInFlight; now > max;)
        {
            var previous = Interlocked.CompareExchange(ref _maxInFlight, now, max);
            if (previous == max)
                return;
            max = previous;
        }
    }

    public void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Resets the counts, except that of calls in progress, which is decremented when they end.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _calls, 0);
        Volatile.Write(ref _maxInFlight, InFlight);
    }
}
