using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 4 and 9: two hosts and one Redis. What they share, and that losing it is no outage.</summary>
[Collection(SharedLimitGroup.Name)]
public sealed class SharedLimitTests
{
    private const int Permits = 200;
    private const string Lost = "\"event\":\"redis_lost\"";

    /// <summary>A caller cannot have its limit once per host.</summary>
    [SharedLimitFact]
    public async Task A_caller_gets_its_limit_once_over_both_hosts()
    {
        using var pair = await HostPair.StartAsync(Permits);

        var answers = await WarmUpAsync(pair);
        answers.AddRange(await pair.RunAsync((3 * Permits) - answers.Count));
        Assert.InRange(answers.Count(timed => timed.Answer.Status == 200), Permits * 0.98, Permits * 1.02);
        Assert.All(
            answers.Where(timed => timed.Answer.Status != 200), timed => Expect.Problem(timed.Answer, 429, "rate-limited"));
        Assert.Equal((0, 0), await pair.CountAsync(Lost));
    }

    /// <summary>SIGKILL in the middle of a run, and an empty Redis after it.</summary>
    [SharedLimitFact]
    public async Task No_request_fails_because_Redis_is_killed()
    {
        using var pair = await HostPair.StartAsync(100_000);
        var first = await WarmUpAsync(pair);
        var run = pair.RunAsync(TimeSpan.FromSeconds(6));
        await Task.Delay(1_500);
        await pair.Redis.KillAsync();
        var answers = await run;
        Assert.All([.. first, .. answers], timed => timed.Answer.Is(200));
        await AssertLostAndFoundAsync(pair, pair.Redis.StartAgainAsync);
    }

    /// <summary>SIGSTOP: the connections stay open and nobody answers.</summary>
    [SharedLimitFact]
    public async Task No_request_waits_long_for_a_Redis_that_hangs()
    {
        using var pair = await HostPair.StartAsync(100_000);
        await WarmUpAsync(pair);
        var floor = P99(await pair.RunAsync(TimeSpan.FromSeconds(2)));
        var run = pair.RunAsync(TimeSpan.FromSeconds(6));
        await Task.Delay(1_500);
        await pair.Redis.HangAsync();
        var answers = await run;
        Assert.All(answers, timed => timed.Answer.Is(200));

        // Beside the same requests with a Redis that answers, and far below what a Redis time-out is by default (5 s).
        Assert.InRange(P99(answers), TimeSpan.Zero, floor + TimeSpan.FromSeconds(1));
        await AssertLostAndFoundAsync(pair, pair.Redis.GoOnAsync);
    }

    /// <summary>The vendor's quota is one, however many hosts there are.</summary>
    [SharedLimitFact]
    public async Task The_vendor_is_called_so_often_by_both_hosts_together()
    {
        const int perSecond = 20;
        const int requests = 80;
        using var pair = await HostPair.StartAsync(
            0,
            ("RiskShield:MaxCallsPerSecond", $"{perSecond}"),
            ("RiskShield:AttemptTimeout", "00:00:10"),
            ("Circuit:ProbeLease", "00:00:30"));
        var first = await WarmUpAsync(pair);
        var answers = await pair.RunAsync(requests);
        Assert.All([.. first, .. answers], timed => timed.Answer.Is(200));
        Assert.Equal((0, 0), await pair.CountAsync(Lost));
        var calls = (await pair.Vendor.CallsOfPrefixAsync(pair.Prefix)).Skip(first.Count).ToArray();
        Assert.Equal(requests, calls.Length);

        // The first second's worth may come as a burst; two hosts with a limit each would be done in half the time.
        Assert.True(
            calls[^1].Time - calls[0].Time >= TimeSpan.FromSeconds((requests / perSecond) - 1.2), "The calls came too fast.");
    }

    /// <summary>
    /// One by one, a first request to each host. A process that compiles may be too late for Redis, and admits by itself.
    /// </summary>
    private static async Task<List<TimedAnswer>> WarmUpAsync(HostPair pair) =>
        [await pair.SendAsync(), await pair.SendAsync()];

    /// <summary>
    /// Checks that both hosts log the outage once, however many requests met it, and its end once. They may have logged a short
    /// one before, where the machine was busy: each has as many beginnings as ends, and one more while Redis is away.
    /// </summary>
    private static async Task AssertLostAndFoundAsync(HostPair pair, Func<Task> end)
    {
        var lost = await pair.CountAsync(Lost);
        Assert.Equal(await pair.CountAsync(HostPair.Found), lost);
        await end();
        var found = (lost.First + 1, lost.Second + 1);
        await Eventually.TrueAsync(async () => await pair.CountAsync(HostPair.Found) == found, "both hosts find Redis again");
        Assert.Equal(lost, await pair.CountAsync(Lost));
    }

    private static TimeSpan P99(IReadOnlyList<TimedAnswer> answers) =>
        answers.Select(timed => timed.Elapsed).Order().ElementAt(answers.Count * 99 / 100);
}

/// <summary>Alone on the machine: a Redis that waits for a processor looks to its hosts like one that is lost.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedLimitGroup
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "2 shared limits";
}
