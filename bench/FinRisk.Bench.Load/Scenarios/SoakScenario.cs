using System.Diagnostics;
using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>The product alone under the throughput load for a long time, its memory sampled every 5 s.</summary>
internal static class SoakScenario
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);

    public static async Task<IScenarioReport> RunAsync(
        Bench bench, LoadOptions options, TimeSpan length, CancellationToken cancellation)
    {
        var applicants = new ApplicantSequence();
        using var stage = await Stage.StartAsync(bench, "soak", ThroughputScenario.VendorLatency, applicants, cancellation);
        var driver = new Driver(stage, applicants);
        Progress.Say("  warm-up");
        await driver.RunAsync(stage.Product, ThroughputScenario.Connections, options.RoundLength, cancellation);

        var load = driver.RunAsync(stage.Product, ThroughputScenario.Connections, length, cancellation);
        var samples = await SampleAsync(stage.Product, load);
        return new SoakReport(length, new SubjectRounds(stage.Product.Name, [await load], stage.Product.Child.Usage), samples);
    }

    private static async Task<List<MemorySample>> SampleAsync(Subject subject, Task load)
    {
        var started = Stopwatch.GetTimestamp();
        var samples = new List<MemorySample>();
        while (!load.IsCompleted)
        {
            samples.Add(new MemorySample(Stopwatch.GetElapsedTime(started), subject.Child.Usage.ResidentBytes / 1e6));
            if (samples.Count % 12 == 0)
                Progress.Say($"  {samples[^1].At:hh\\:mm\\:ss}: {samples[^1].Megabytes:0} MB");
            await Task.WhenAny(load, Task.Delay(SampleEvery, CancellationToken.None));
        }

        return samples;
    }
}
