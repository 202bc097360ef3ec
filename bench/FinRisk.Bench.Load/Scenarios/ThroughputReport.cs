using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>What <see cref="ThroughputScenario"/> found.</summary>
internal sealed record ThroughputReport(Comparison Comparison) : IScenarioReport
{
    public string Title =>
        $"Throughput: vendor latency {ThroughputScenario.VendorLatency.TotalMilliseconds} ms, {ThroughputScenario.Connections} "
            + "connections";

    public IEnumerable<Round> Rounds => Comparison.Rounds;

    public IEnumerable<Target> Targets =>
    [
        new("throughput, times the relay's", Comparison.RequestsPerSecond.Median, 0.9, AtLeast: true),
        new("CPU per 1,000 requests, times the relay's", Comparison.CpuPerThousand.Median, 3),
        new("peak memory under load, MB", Comparison.Product.PeakRssMegabytes, 200),
    ];

    public string ToMarkdown() => Comparison.ToMarkdown();
}
