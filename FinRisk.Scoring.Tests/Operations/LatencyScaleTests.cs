using CsCheck;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>Percentiles without the durations.</summary>
public sealed class LatencyScaleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.01, 1)]
    [InlineData(10_000, 23)]
    [InlineData(10_001, 24)]
    [InlineData(1e9, 24)]
    public void A_duration_has_its_step(double milliseconds, int step) =>
        Assert.Equal(step, LatencyScale.BucketOf(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Nothing_measured_has_no_percentile() =>
        Assert.Null(LatencyScale.Percentile(new long[LatencyScale.BucketCount], 0.5));

    [Fact]
    public void Beyond_the_scale_its_end_is_told()
    {
        var counts = new long[LatencyScale.BucketCount];
        counts[^1] = 5;
        Assert.Equal(10_000, LatencyScale.Percentile(counts, 0.5));
    }

    /// <summary>
    /// The steps grow by half or, at the small end, by one or two milliseconds, and so large is the error at most.
    /// </summary>
    [Fact]
    public void A_percentile_is_as_exact_as_the_steps() => Gen.Double[0.1, 9_000].Array[1, 200].Sample(
        durations =>
        {
            var counts = new long[LatencyScale.BucketCount];
            foreach (var duration in durations)
                counts[LatencyScale.BucketOf(TimeSpan.FromMilliseconds(duration))]++;
            foreach (var share in (double[])[0.5, 0.95, 0.99])
            {
                var exact = durations.Order().ElementAt((int)Math.Ceiling(share * durations.Length) - 1);
                Assert.InRange(LatencyScale.Percentile(counts, share)!.Value, (exact / 2) - 2, (exact * 2) + 2);
            }
        },
        iter: Properties.Iterations(500));

    [Fact]
    public void Larger_shares_are_no_shorter() => Gen.Long[0, 50].Array[LatencyScale.BucketCount].Sample(
        counts => counts.Sum() == 0 || LatencyScale.Percentile(counts, 0.5) <= LatencyScale.Percentile(counts, 0.99),
        iter: Properties.Iterations(500));
}
