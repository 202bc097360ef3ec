using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>What <see cref="SoakScenario"/> found.</summary>
internal sealed record SoakReport(TimeSpan Length, SubjectRounds Product, IReadOnlyList<MemorySample> Samples) : IScenarioReport
{
    /// <summary>Flat allows this growth from the first minute to the last, as a share of the first ...</summary>
    private const double GrowthAllowed = 0.1;

    /// <summary>
    /// ... and this slope over the second half, MB per minute: what a garbage collector's ups and downs come to.
    /// </summary>
    private const double SlopeAllowed = 1;

    public string Title => $"Soak: {Length:hh\\:mm\\:ss} of the throughput load on {Product.Name} alone";

    public IEnumerable<Round> Rounds => Product.Rounds;

    /// <summary>Median of the first minute (of the first quarter, if that is shorter), MB.</summary>
    public double First => Statistics.Median(Samples.Where(sample => sample.At < Window).Select(sample => sample.Megabytes));

    /// <summary>Median of the last minute (of the last quarter, if that is shorter), MB.</summary>
    public double Last =>
        Statistics.Median(Samples.Where(sample => sample.At > Length - Window).Select(sample => sample.Megabytes));

    /// <summary>Least-squares slope over the second half, MB per minute.</summary>
    public double Slope => Statistics.Slope(
        [.. Samples.Where(sample => sample.At > Length / 2).Select(sample => (sample.At.TotalMinutes, sample.Megabytes))]);

    public bool Flat => Last <= First * (1 + GrowthAllowed) && Slope <= SlopeAllowed;

    public IEnumerable<Target> Targets =>
    [
        new("peak memory in the soak, MB", Product.PeakRssMegabytes, 200),
        new("memory, last minute over first", Last / First, 1 + GrowthAllowed),
        new("memory slope in the second half, MB per minute", Slope, SlopeAllowed),
    ];

    private TimeSpan Window => TimeSpan.FromMinutes(Math.Min(1, Length.TotalMinutes / 4));

    public string ToMarkdown() => $"""
        {MarkdownTable.Create(
            ["", "requests", "requests/s", "p99 ms", "errors", "first minute MB", "last minute MB", "slope MB/min",
                "peak MB", "flat"],
            [Product.Name, $"{Product.Rounds[0].Requests}", $"{Product.Rounds[0].RequestsPerSecond:0}",
                $"{Product.Rounds[0].P99:0.0}", $"{Product.Rounds[0].Errors}", $"{First:0.0}", $"{Last:0.0}", $"{Slope:0.00}",
                $"{Product.PeakRssMegabytes:0}", Flat ? "yes" : "no"])}
        """;
}
