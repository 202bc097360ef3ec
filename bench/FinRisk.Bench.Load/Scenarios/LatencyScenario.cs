using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>One caller and a vendor that answers at once: what the product adds to an answer, beside its two commits.</summary>
internal static class LatencyScenario
{
    public static async Task<IScenarioReport> RunAsync(Bench bench, LoadOptions options, CancellationToken cancellation)
    {
        var applicants = new ApplicantSequence();
        using var stage = await Stage.StartAsync(bench, "latency", TimeSpan.Zero, applicants, cancellation);
        using var commits = new TwoCommits(bench.FreshFolder("latency"));
        var rounds = new PairedRounds(stage, new Driver(stage, applicants), connections: 1, options);
        var pairsOfCommits = new List<LatencyHistogram>();
        var comparison = await rounds.RunAsync(() => pairsOfCommits.Add(commits.Measure(options.RoundLength / 2)), cancellation);
        return new LatencyReport(
            comparison, Spread.FromValues([.. pairsOfCommits.Select(one => one.Milliseconds(0.5))]), commits.Disk);
    }
}
