using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 5, at scale: 500 validations, and the process is killed twenty times while they run.</summary>
public sealed class RepeatedCrashTests(ITestOutputHelper output)
{
    private const int Validations = 500;
    private const int Kills = 20;
    private const int AtOnce = 16;

    /// <summary>Shortest and longest life of a process, in milliseconds after it was ready.</summary>
    private const int ShortestLife = 50;
    private const int LongestLife = 900;

    /// <summary>For the backlog that is left after the last kill.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(90);

    private readonly string prefix = Ids.CorrelationId();
    private readonly ConcurrentDictionary<string, SentValidation> accepted = new();
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> kills = [];

    /// <summary>All scored, each billed once, and the vendor hears at most one repeat per kill.</summary>
    [OwnHostFact]
    public async Task Five_hundred_validations_survive_twenty_kills()
    {
        // Few calls at a time, so that a backlog is there for every kill; and slow answers on a busy machine must not count
        // as failures and open the circuit.
        using var target = await OwnTarget.StartAsync(
            ("RiskShield:MaxConcurrentCalls", "16"), (
                "RiskShield:AttemptTimeout", "00:01:00"), ("Circuit:ProbeLease", "00:01:10"));
        await target.Vendor.SetLatencyAsync(new JsonObject { ["kind"] = "uniform", ["minMs"] = 100, ["maxMs"] = 700 });

        // Waits as long as a process lives, so that kills also hit validations between two attempts.
        await target.Vendor.PlanAsync(new JsonObject
        {
            ["match"] = new JsonObject { ["correlationIdPrefix"] = prefix },
            ["sequence"] = FaultScript.Parse("429/1"),
            ["rate"] = 0.2,
            ["seed"] = 20,
        });

        var posting = PostAllAsync(target);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(ShortestLife, LongestLife));
            var from = TimeProvider.System.GetUtcNow();
            await target.KillAndRestartAsync();
            kills.Add((from, TimeProvider.System.GetUtcNow()));
        }

        await posting;
        Assert.Equal(Validations, accepted.Count);
        await AssertEachEndsOnceAsync(target);
    }

    private Task PostAllAsync(OwnTarget target) => Parallel.ForEachAsync(
        Enumerable.Range(0, Validations),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) =>
        {
            var sent = new SentValidation($"{prefix}.{number}", Ids.IdempotencyKey(), Applicant.New());
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
            return answer.Status is 200 or 202
                ? answer.Get("validationId")
                : throw new InvalidOperationException(answer.ToString());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task AssertEachEndsOnceAsync(OwnTarget target)
    {
        var finished = new List<(string Id, SentValidation Sent, Answer Status)>();
        foreach (var (id, sent) in accepted)
            finished.Add((id, sent, await ValidationStatus.FinishedAsync(target.FinRisk, id, MaxDuration)));

        var journal = (await target.Vendor.CallsOfPrefixAsync(prefix)).ToLookup(call => call.CorrelationId);
        foreach (var (id, sent, status) in finished)
        {
            Assert.Equal("Completed", status.Get("status"));
            Expect.ScoreResponse(status.Json.GetProperty("result"), sent.Applicant);
            Expect.NoApplicant(status, sent.Applicant);
            var calls = journal[sent.CorrelationId].ToArray();
            Assert.All(calls, call => Assert.Equal(id, call.IdempotencyKey));

            Assert.Single(calls, call => call.Billed);

            // More than Retry:MaxAttempts is right here: a validation that nobody waits for goes on after its attempts are spent.
            var attempts = status.Json.GetProperty("attempts").GetInt32();
            var killsMeanwhile = kills.Count(kill => kill.Until > calls[0].Time && kill.From < calls[^1].Time);
            Assert.InRange(attempts, 1, calls.Length);
            Assert.True(calls.Length <= attempts + killsMeanwhile,
                $"{calls.Length} calls for {attempts} attempts and {killsMeanwhile} kills.");
        }

        output.WriteLine($"{finished.Count} validations, {journal.Sum(calls => calls.Count())} vendor calls.");
    }
}
