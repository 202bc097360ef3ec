using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>Many callers at once and a vendor that takes its time: what a request costs in throughput, CPU and memory.</summary>
internal static class ThroughputScenario
{
    public const int Connections = 64;

    public static readonly TimeSpan VendorLatency = TimeSpan.FromMilliseconds(20);

    public static async Task<IScenarioReport> RunAsync(Bench bench, LoadOptions options, CancellationToken cancellation)
    {
        var applicants = new ApplicantSequence();
        using var stage = await Stage.StartAsync(bench, "throughput", VendorLatency, applicants, cancellation);
        var rounds = new PairedRounds(stage, new Driver(stage, applicants), Connections, options);
        return new ThroughputReport(await rounds.RunAsync(afterPair: () => { }, cancellation));
    }
}
