using System.Collections.Concurrent;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Counts the requests refused by the rate limit (429), per caller, in slots of five minutes over the last day.
/// </summary>
internal sealed class RateLimitRefusals
{
    /// <summary>
    /// The number of callers counted separately, which bounds the memory. Further callers are counted together as
    /// <see cref="Others"/>.
    /// </summary>
    public const int MaxCallers = 200;

    /// <summary>The name under which all further callers are counted.</summary>
    public const string Others = "(others)";

    private const int MinutesPerSlot = 5;
    private const int HourSlots = 60 / MinutesPerSlot;

    private readonly ConcurrentDictionary<string, Refusals> _callers = new(StringComparer.Ordinal);

    /// <summary>Counts one request that the rate limit refused.</summary>
    public void Count(string caller, DateTimeOffset now)
    {
        var refusals = RefusalsOf(caller);
        refusals.Slots.Count(SlotOf(now), column: 0);
        Volatile.Write(ref refusals.LastTicks, now.UtcTicks);
    }

    /// <summary>Returns the refusals of an hour by caller, to be stored.</summary>
    public Dictionary<string, CallerHour> ReadHour(long hour) => _callers
        .Select(caller => (
            caller.Key,
            Slots: caller.Value.Slots.Read(hour * HourSlots, HourSlots, column: 0),
            LastAt: new DateTime(Volatile.Read(ref caller.Value.LastTicks), DateTimeKind.Utc)))
        .Where(caller => caller.Slots is not null)
        .ToDictionary(caller => caller.Key, caller => new CallerHour(caller.Slots, caller.LastAt), StringComparer.Ordinal);

    /// <summary>Adds the refusals of a caller in an hour that another process stored.</summary>
    public void Add(string caller, long hour, CallerHour refused)
    {
        var refusals = RefusalsOf(caller);
        refusals.Slots.Add(hour * HourSlots, column: 0, refused.Slots);
        refusals.LastTicks = Math.Max(refusals.LastTicks, refused.LastAt.Ticks);
    }

    /// <summary>Returns the callers of which a request was refused within the last day.</summary>
    public RateLimitedCaller[] Read(DateTimeOffset now) =>
    [
        .. _callers.Select(caller => new RateLimitedCaller(
                caller.Key,
                caller.Value.Slots.Sum(SlotOf(now), HourSlots)[0],
                caller.Value.Slots.Sum(SlotOf(now), HourSlots * 24)[0],
                new DateTime(Volatile.Read(ref caller.Value.LastTicks), DateTimeKind.Utc)))
            .Where(caller => caller.LastDay > 0),
    ];

    private Refusals RefusalsOf(string caller) => _callers.GetOrAdd(
        _callers.ContainsKey(caller) || _callers.Count < MaxCallers ? caller : Others, static _ => new Refusals());

    private static long SlotOf(DateTimeOffset time) => MinuteRing.MinuteOf(time) / MinutesPerSlot;

    private sealed class Refusals
    {
        public readonly MinuteRing Slots = new(width: 1, rows: HourSlots * 24);
        public long LastTicks;
    }
}

/// <summary>A caller of which requests were refused by the rate limit, as <c>GET /ops/summary</c> shows it.</summary>
/// <param name="Caller">The caller's name.</param>
/// <param name="LastHour">The number of refused requests in the last hour.</param>
/// <param name="LastDay">The number of refused requests in the last day.</param>
/// <param name="LastAt">The time of the latest refused request, in UTC.</param>
internal sealed record RateLimitedCaller(string Caller, long LastHour, long LastDay, DateTime LastAt);
