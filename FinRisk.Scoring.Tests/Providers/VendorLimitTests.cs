using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>What one process may ask of the vendor at once and per second.</summary>
public sealed class VendorLimitTests
{
    [Fact]
    public async Task Never_more_calls_are_out_than_allowed_and_the_others_wait()
    {
        const int limit = 4;
        var (inside, most) = (0, 0);
        var (full, tooMany) = (new TaskCompletionSource(), new TaskCompletionSource());
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await ClientBench.StartAsync(
            async http =>
            {
                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                if (now == limit)
                    full.TrySetResult();
                if (now > limit)
                    tooMany.TrySetResult();
                await go.Task;
                Interlocked.Decrement(ref inside);
                await Answers.Score(http);
            },
            new RiskShieldSettings { MaxConcurrentCalls = limit });

        var calls = Enumerable.Range(0, 20).Select(_ => bench.ScoreAsync()).ToArray();
        await full.Task;

        // Nothing tells that a call is not coming, so a fifth one gets a moment to show up.
        await Task.WhenAny(tooMany.Task, Task.Delay(200));
        go.SetResult();
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(AttemptStatus.Scored, answer.Status));
        Assert.Equal((limit, 20), (most, bench.Received.Count));
    }

    [Fact]
    public async Task Waiting_for_a_free_place_is_not_the_vendors_time()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await ClientBench.StartAsync(
            async http =>
            {
                reached.TrySetResult();
                await go.Task;
                await Answers.Score(http);
            },
            new RiskShieldSettings { MaxConcurrentCalls = 1, MaxQueueTime = TimeSpan.FromSeconds(60) });
        var first = bench.ScoreAsync();
        await reached.Task;
        var second = bench.ScoreAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(AttemptStatus.TimedOut, (await first).Status);
        go.SetResult();
        Assert.Equal(AttemptStatus.Scored, (await second).Status);
    }

    [Fact]
    public async Task No_more_calls_start_in_a_second_than_allowed_and_waiting_is_not_the_vendors_time()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score, new RiskShieldSettings { MaxCallsPerSecond = 1 });
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        var second = bench.ScoreAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Single(bench.Received);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.001));
        var answer = await second;
        Assert.Equal((AttemptStatus.Scored, TimeSpan.Zero), (answer.Status, answer.Elapsed));
    }

    [Fact]
    public async Task A_call_without_a_permit_is_not_made_and_says_when_there_may_be_one()
    {
        await using var bench = await ClientBench.StartAsync(
            Answers.Score, new RiskShieldSettings { MaxCallsPerSecond = 1, MaxQueueTime = TimeSpan.Zero });
        await bench.ScoreAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Equal(
            bench.Result(AttemptStatus.NoPermit) with { RetryAfter = TimeSpan.FromMilliseconds(600) }, await bench.ScoreAsync());
        Assert.Single(bench.Received);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
