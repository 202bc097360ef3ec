namespace RiskShield.Simulator.Scoring;

/// <summary>Counts of calls to <c>/v1/score</c>.</summary>
internal sealed class CallStats
{
    private long calls;
    private int inFlight;
    private int maxInFlight;

    public long Calls => Interlocked.Read(ref calls);

    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>The most calls that were in flight at one moment since the last reset.</summary>
    public int MaxInFlight => Volatile.Read(ref maxInFlight);

    public void Begin()
    {
        Interlocked.Increment(ref calls);
        var now = Interlocked.Increment(ref inFlight);
        for (var seen = MaxInFlight; now > seen;)
        {
            var before = Interlocked.CompareExchange(ref maxInFlight, now, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    public void End() => Interlocked.Decrement(ref inFlight);

    /// <summary>Forgets the past; calls still in flight stay counted, because they still end.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref calls, 0);
        Volatile.Write(ref maxInFlight, InFlight);
    }
}
