using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 5, at scale: 500 validations, and the process is killed twenty times while they run.</summary>
public sealed class RepeatedCrashTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int PerRound = 25;
    private const int AtOnce = 8;

    /// <summary>Shortest and longest life of a process, in milliseconds after it was ready.</summary>
    private const int ShortestLife = 50;
    private const int LongestLife = 600;

    private readonly string prefix = Ids.CorrelationId();
    private readonly ConcurrentDictionary<string, SentValidation> accepted = new();
    private readonly List<DateTimeOffset> kills = [];

    /// <summary>None lost, no two scores, and the vendor hears at most one repeat per kill.</summary>
    [OwnHostFact]
    public async Task Five_hundred_validations_survive_twenty_kills()
    {
        using var target = await OwnTarget.StartAsync(
            // Slow answers on a busy machine must not count as failures and open the circuit.
            ("RiskShield:AttemptTimeout", "00:00:05"), ("Circuit:ProbeLease", "00:00:10"));
        await target.Vendor.SetLatencyAsync(new JsonObject { ["kind"] = "uniform", ["minMs"] = 100, ["maxMs"] = 700 });

        // Waits as long as a process lives, so that kills also hit validations between two attempts.
        await target.Vendor.PlanAsync(new JsonObject
        {
            ["match"] = new JsonObject { ["correlationIdPrefix"] = prefix },
            ["sequence"] = FaultScript.Parse("429/1"),
            ["rate"] = 0.2,
            ["seed"] = 20,
        });

        for (var kill = 0; kill < Kills; kill++)
        {
            var life = Task.Delay(RandomNumberGenerator.GetInt32(ShortestLife, LongestLife));
            var posting = PostRoundAsync(target, kill);
            await life;
            kills.Add(TimeProvider.System.GetUtcNow());
            await target.KillAndRestartAsync();
            await posting;
        }

        Assert.Equal(Kills * PerRound, accepted.Count);
        await AssertEachEndsOnceAsync(target);
    }

    private Task PostRoundAsync(OwnTarget target, int round) => Parallel.ForEachAsync(
        Enumerable.Range(0, PerRound),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) =>
        {
            var sent = new SentValidation($"{prefix}.{round}.{number}", Ids.IdempotencyKey(), Applicant.New());
            var id = await Eventually.GetAsync(() => TryPostAsync(target, sent), "a validation was accepted");
            Assert.True(accepted.TryAdd(id, sent), "Two requests got the same validation.");
        });

    /// <summary>The id, or null while the host is down; the key makes sure that a repeat is the same validation.</summary>
    private static async Task<string?> TryPostAsync(OwnTarget target, SentValidation sent)
    {
        try
        {
            var answer = await target.FinRisk.ValidateAsync(
                sent.Applicant, Ids.CorrelatedBy(sent.CorrelationId), Ids.Keyed(sent.Key), Ids.Prefer("respond-async"));
            return answer.Status is 200 or 202 ? answer.Get("validationId") : throw new InvalidOperationException(answer.ToString());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task AssertEachEndsOnceAsync(OwnTarget target)
    {
        var finished = await Task.WhenAll(accepted.Select(async pair =>
            (Id: pair.Key, Sent: pair.Value, Status: await ValidationStatus.FinishedAsync(target.FinRisk, pair.Key, TimeSpan.FromSeconds(60)))));
        var journal = (await target.Vendor.CallsOfPrefixAsync(prefix)).ToLookup(call => call.CorrelationId);
        foreach (var (id, sent, status) in finished)
        {
            AssertReason(status, sent.Applicant);
            var calls = journal[sent.CorrelationId].ToArray();
            Assert.All(calls, call => Assert.Equal(id, call.IdempotencyKey));
            Assert.Equal(status.Get("status") is "Completed" ? 1 : 0, calls.Count(call => call.Billed));

            var attempts = status.Json.GetProperty("attempts").GetInt32();
            var killsMeanwhile = kills.Count(kill => kill > calls[0].Time && kill < calls[^1].Time);
            Assert.InRange(attempts, 1, AcceptanceSettings.MaxAttempts);
            Assert.True(calls.Length <= attempts + killsMeanwhile, $"{calls.Length} calls for {attempts} attempts and {killsMeanwhile} kills.");
        }

        var failed = finished.Count(one => one.Status.Get("status") is "Failed");
        output.WriteLine($"{finished.Length} validations, {failed} of them throttled to the end; {journal.Sum(calls => calls.Count())} vendor calls.");
    }

    private static void AssertReason(Answer status, Applicant applicant)
    {
        if (status.Get("status") is "Completed")
            Expect.ScoreBody(status.Json.GetProperty("result"), applicant);
        else
            Expect.ProblemBody(status.Json.GetProperty("problem"), 503, "vendor-throttled");
        Expect.NoApplicant(status, applicant);
    }
}
