using System.Globalization;

namespace FinRisk.Bench.Load.Processes;

/// <summary>CPU time the whole machine has spent, all cores together, from <c>/proc/stat</c>.</summary>
/// <param name="Busy">
/// User, nice, system and stolen time, in clock ticks. Interrupts are left out: they are mostly our own packets.
/// </param>
/// <param name="Total">All time, idle included, in clock ticks.</param>
internal readonly record struct MachineUsage(long Busy, long Total)
{
    public static MachineUsage Now()
    {
        var ticks = File.ReadLines("/proc/stat").First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8)
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture))
            .ToArray();
        return new MachineUsage(ticks[0] + ticks[1] + ticks[2] + ticks[7], ticks.Sum());
    }

    /// <summary>Share of the machine (0 to 1) that was busy since <paramref name="earlier"/>.</summary>
    public double BusyShareSince(MachineUsage earlier) => (Busy - earlier.Busy) / (double)Math.Max(1, Total - earlier.Total);
}
