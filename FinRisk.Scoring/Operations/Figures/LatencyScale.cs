namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Counts durations by size, so that percentiles of any span of minutes can be told without keeping a single duration. The steps
/// grow by about a half, which is as exact as a small plot can show.
/// </summary>
internal static class LatencyScale
{
    /// <summary>The longest duration of each step, in milliseconds; the last step has no end.</summary>
    private static readonly int[] Limits =
        [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000];

    /// <summary>How many steps there are.</summary>
    public static int Steps => Limits.Length + 1;

    /// <summary>The step that a duration belongs to.</summary>
    public static int StepOf(TimeSpan elapsed)
    {
        var milliseconds = elapsed.TotalMilliseconds;
        var step = 0;
        while (step < Limits.Length && milliseconds > Limits[step])
            step++;
        return step;
    }

    /// <summary>
    /// What so large a share of the durations stayed below, in milliseconds; null without any. Within a step they are taken to
    /// lie evenly; what lies beyond the last limit is told as that limit.
    /// </summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
            total += count;
        if (total == 0)
            return null;

        var rank = share * total;
        for (var step = 0; step < Limits.Length; step++)
        {
            if (counts[step] > 0 && rank <= counts[step])
            {
                var below = step == 0 ? 0 : Limits[step - 1];
                return Math.Round(below + (rank / counts[step] * (Limits[step] - below)), 1);
            }

            rank -= counts[step];
        }

        return Limits[^1];
    }
}
