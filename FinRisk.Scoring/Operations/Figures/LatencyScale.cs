using System.Globalization;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// The buckets of a latency histogram, from 1 ms to 10 s. With counts per bucket the percentiles of any time window can be
/// computed without storing single durations. Each limit is about 1.5 times the one before, which is exact enough for the page's
/// small plots.
/// </summary>
internal static class LatencyScale
{
    /// <summary>The upper limit of each bucket in milliseconds, inclusive; a further, last bucket has no limit.</summary>
    private static readonly int[] Limits =
        [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000];

    /// <summary>The number of buckets.</summary>
    public static int BucketCount => Limits.Length + 1;

    /// <summary>
    /// The names of the buckets in stored figures: the limit in milliseconds, and <c>more</c> for the last one.
    /// </summary>
    public static IEnumerable<string> Names => [.. Limits.Select(limit => limit.ToString(CultureInfo.InvariantCulture)), "more"];

    /// <summary>Returns the index of the bucket that a duration belongs to.</summary>
    public static int BucketOf(TimeSpan elapsed)
    {
        var milliseconds = elapsed.TotalMilliseconds;
        var bucket = 0;
        while (bucket < Limits.Length && milliseconds > Limits[bucket])
            bucket++;
        return bucket;
    }

    /// <summary>
    /// Returns a percentile in milliseconds, interpolated linearly within its bucket; null if nothing was counted. A percentile
    /// in the last bucket is returned as the last limit, 10 s.
    /// </summary>
    /// <param name="counts">The number of durations in each bucket.</param>
    /// <param name="share">The percentile as a share, such as 0.95 for p95.</param>
    public static double? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
            total += count;
        if (total == 0)
            return null;

        var rank = share * total;
        for (var bucket = 0; bucket < Limits.Length; bucket++)
        {
            if (counts[bucket] > 0 && rank <= counts[bucket])
            {
                var below = bucket == 0 ? 0 : Limits[bucket - 1];
                return Math.Round(below + (rank / counts[bucket] * (Limits[bucket] - below)), 1);
            }

            rank -= counts[bucket];
        }

        return Limits[^1];
    }
}
