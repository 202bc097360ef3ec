namespace FinRisk.Scoring.RiskShield;

/// <summary>Spreads the calls of all replicas over time. Without one registered each replica spreads its own.</summary>
public interface ISharedCallRate
{
    /// <summary>
    /// Reserves the next free moment of at most <paramref name="perSecond"/> in a second, unless it is further off than
    /// <paramref name="maxWait"/>. Null where the replicas' common memory cannot be used just now; that is found out in a bounded
    /// time, and does not throw.
    /// </summary>
    ValueTask<CallSlot?> ReserveAsync(int perSecond, TimeSpan maxWait);
}

/// <summary>When a call to the vendor may start.</summary>
/// <param name="Granted">Whether that moment is reserved for it; if not, it was too far off.</param>
/// <param name="Wait">How long it is until then.</param>
public readonly record struct CallSlot(bool Granted, TimeSpan Wait);
