namespace FinRisk.Scoring.Providers;

/// <summary>
/// Limits the calls to a provider per second over all replicas. If no implementation is registered, each replica applies the
/// limit on its own.
/// </summary>
public interface ISharedCallRate
{
    /// <summary>
    /// Reserves the next free start time for a call, unless it is further away than <paramref name="maxWait"/>. Returns null,
    /// within a bounded time and without an exception, if the shared store (Redis) is unavailable.
    /// </summary>
    /// <param name="quota">The provider's limit.</param>
    /// <param name="maxWait">The longest acceptable wait, 0 or more.</param>
    ValueTask<CallSlot?> ReserveAsync(CallQuota quota, TimeSpan maxWait);
}

/// <summary>The limit on the calls to one provider, from its settings <c>MaxCallsPerSecond</c> and <c>MaxQueueTime</c>.</summary>
/// <param name="Provider">
/// The provider's name and address, which identify the quota. With the address, calls to a test system do not use up the quota of
/// the production system.
/// </param>
/// <param name="PerSecond">The maximum number of calls that start within any second, 1 or more.</param>
/// <param name="MaxQueueTime">The longest time ahead for which a start time can be reserved.</param>
public sealed record CallQuota(string Provider, int PerSecond, TimeSpan MaxQueueTime);

/// <summary>The result of reserving a start time for a call.</summary>
/// <param name="Granted">True if the start time is reserved; false if it was too far away.</param>
/// <param name="Wait">The time from now to that start time.</param>
public readonly record struct CallSlot(bool Granted, TimeSpan Wait);
