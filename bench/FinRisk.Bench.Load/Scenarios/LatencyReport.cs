using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>What <see cref="LatencyScenario"/> found.</summary>
/// <param name="Comparison">Relay and product, one connection.</param>
/// <param name="TwoCommits">Median time of two durable commits alone, milliseconds, measured between the rounds.</param>
/// <param name="Disk">The file system those commits went to; on one in memory they cost nothing and prove nothing.</param>
internal sealed record LatencyReport(Comparison Comparison, Spread TwoCommits, string Disk) : IScenarioReport
{
    /// <summary>What the product may add beside its two commits, milliseconds.</summary>
    private const double Allowance = 1;

    public string Title => "Latency: vendor latency 0, one connection";

    public IEnumerable<Round> Rounds => Comparison.Rounds;

    public IEnumerable<Target> Targets =>
        [new("p50 added to the relay's, less two commits alone, ms", Comparison.P50Added.Median - TwoCommits.Median, Allowance)];

    public string ToMarkdown() => $"""
        {Comparison.ToMarkdown()}

        - p50 added to the relay's: {Comparison.P50Added} ms
        - two durable commits alone, p50, on {Disk}: {TwoCommits} ms
        """;
}
