using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>The simulator's latency, on one of its own, since latency holds for all its callers.</summary>
public sealed class SimulatorLatencyTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    /// <summary>Milliseconds above which a median of 60 is not a busy machine's fault.</summary>
    private const int Generous = 500;

    /// <summary>Half of the answers come before it.</summary>
    [OwnHostTheory]
    [InlineData("""{"kind":"fixed","ms":60}""", 58)]
    [InlineData("""{"kind":"uniform","minMs":40,"maxMs":80}""", 50)]
    [InlineData("""{"kind":"log-normal","p50Ms":60,"p99Ms":180}""", 45)]
    public async Task The_median_is_the_one_asked_for(string latency, int atLeast)
    {
        await simulator.Control.SetLatencyAsync((JsonObject)JsonNode.Parse(latency)!);
        var times = new ConcurrentBag<double>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 101), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var watch = Stopwatch.StartNew();
            (await simulator.ScoreAsync(Applicant.New().ToJson(), Ids.CorrelationId())).Is(200);
            times.Add(watch.Elapsed.TotalMilliseconds);
        });
        Assert.InRange(times.Order().ElementAt(50), atLeast, Generous);
    }

    /// <summary>Counted, and forgotten on reset.</summary>
    [OwnHostFact]
    public async Task Calls_in_flight_are_counted()
    {
        await simulator.Control.ResetAsync();
        await simulator.Control.SetLatencyAsync(new JsonObject { ["kind"] = "fixed", ["ms"] = 300 });
        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => simulator.ScoreAsync(Applicant.New().ToJson(), Ids.CorrelationId())));

        // A call ends a moment after its answer.
        var expected = new VendorStats(Calls: 10, Billed: 10, InFlight: 0, MaxInFlight: 10);
        await Eventually.TrueAsync(async () => await simulator.Control.StatsAsync() == expected, $"{expected}");
        await simulator.Control.ResetAsync();
        Assert.Equal(new VendorStats(0, 0, 0, 0), await simulator.Control.StatsAsync());
    }
}
