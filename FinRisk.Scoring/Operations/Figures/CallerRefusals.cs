using System.Collections.Concurrent;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>Whose requests were refused for being too many. Only a refusal pays for it.</summary>
internal sealed class CallerRefusals
{
    /// <summary>Callers beyond so many are counted together: principals may be more than keys.</summary>
    public const int MaxCallers = 200;

    /// <summary>The name that stands for those.</summary>
    public const string Others = "(others)";

    private const int MinutesPerSlot = 5;
    private const int HourSlots = 60 / MinutesPerSlot;

    private readonly ConcurrentDictionary<string, Refusals> _callers = new(StringComparer.Ordinal);

    /// <summary>Counts one refused request.</summary>
    public void Count(string caller, DateTimeOffset now)
    {
        var name = _callers.ContainsKey(caller) || _callers.Count < MaxCallers ? caller : Others;
        var refusals = _callers.GetOrAdd(name, static _ => new Refusals());
        refusals.Slots.Count(SlotOf(now), 0);
        Volatile.Write(ref refusals.LastTicks, now.UtcTicks);
    }

    /// <summary>Who was refused within the last day, most of the last hour first.</summary>
    public RefusedCaller[] Read(DateTimeOffset now, int atMost) =>
    [
        .. _callers.Select(caller => new RefusedCaller(
                caller.Key,
                caller.Value.Slots.Sum(SlotOf(now), HourSlots)[0],
                caller.Value.Slots.Sum(SlotOf(now), HourSlots * 24)[0],
                new DateTime(Volatile.Read(ref caller.Value.LastTicks), DateTimeKind.Utc)))
            .Where(caller => caller.LastDay > 0)
            .OrderByDescending(caller => caller.LastHour).ThenByDescending(caller => caller.LastDay)
            .Take(atMost),
    ];

    private static long SlotOf(DateTimeOffset moment) => MinuteRing.MinuteOf(moment) / MinutesPerSlot;

    private sealed class Refusals
    {
        public readonly MinuteRing Slots = new(width: 1, rows: HourSlots * 24);
        public long LastTicks;
    }
}

/// <summary>A caller whose requests were refused for being too many.</summary>
/// <param name="Caller">The caller's name.</param>
/// <param name="LastHour">How many in the last hour.</param>
/// <param name="LastDay">How many in the last day.</param>
/// <param name="LastAt">When the last one was.</param>
internal sealed record RefusedCaller(string Caller, long LastHour, long LastDay, DateTime LastAt);
