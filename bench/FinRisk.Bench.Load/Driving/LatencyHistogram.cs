using System.Diagnostics;
using System.Numerics;

namespace FinRisk.Bench.Load.Driving;

/// <summary>
/// Counts of durations in buckets less than 1 % wide, so that ten minutes of load take no more memory than a second of it.
/// Not for several threads at once: each worker has its own, and they are added up.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>Buckets per doubling.</summary>
    private const int Steps = 128;

    /// <summary>Enough for more than an hour in nanoseconds; anything longer is counted as that.</summary>
    private readonly long[] counts = new long[36 * Steps];

    public long Count { get; private set; }

    public void RecordSince(long startedAt)
    {
        counts[BucketOf((long)Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        Count += other.Count;
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
    }

    /// <summary>
    /// The duration, in milliseconds, that the given share (0 to 1) of all stayed within; not a number when empty.
    /// </summary>
    public double Milliseconds(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (int i = 0, last = counts.Length; i < last; i++)
        {
            wanted -= counts[i];
            if (wanted <= 0)
                return NanosecondsOf(i) / 1e6;
        }

        return double.NaN;
    }

    private int BucketOf(long nanoseconds)
    {
        var value = (ulong)Math.Max(0, nanoseconds);
        var exponent = Math.Max(0, BitOperations.Log2(value | 1) - BitOperations.Log2(Steps));
        return Math.Min(counts.Length - 1, exponent * Steps + (int)(value >> exponent));
    }

    /// <summary>The middle of a bucket.</summary>
    private static double NanosecondsOf(int bucket)
    {
        var exponent = Math.Max(0, bucket / Steps - 1);
        return (bucket - exponent * Steps + 0.5) * Math.Pow(2, exponent);
    }
}
