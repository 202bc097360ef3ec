using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>What waited out an outage comes back over time, oldest first.</summary>
public sealed class BacklogGateTests
{
    private readonly FakeTimeProvider _clock = new(Sample.Start);

    [Theory]
    [InlineData(0, null, 5)]
    [InlineData(5, null, 10)]
    [InlineData(20, null, 80)]
    [InlineData(0, 3, 3)]
    [InlineData(20, 50, 50)]
    [InlineData(-5, null, 5)]
    public void The_rate_begins_low_doubles_every_five_seconds_and_stays_below_the_providers_limit(
        int seconds, int? max, double rate) =>
        Assert.Equal(rate, BacklogGate.RateAfter(TimeSpan.FromSeconds(seconds), max));

    [Fact]
    public async Task Right_after_the_circuit_has_closed_five_a_second_pass()
    {
        var gate = new BacklogGate(5, _clock);
        var passed = Enumerable.Range(0, 16).Select(number => Wait(gate, number)).ToArray();
        for (var second = 0; second < 3; second++)
        {
            // The first goes at once, and then one each fifth of a second.
            await UntilAsync(() => passed.Count(IsPassed) == 1 + (second * 5));
            for (var step = 0; step < 5; step++)
            {
                var before = passed.Count(IsPassed);
                _clock.Advance(TimeSpan.FromMilliseconds(200));
                await UntilAsync(() => passed.Count(IsPassed) == before + 1);
            }
        }

        Assert.All(passed, waiter => Assert.True(IsPassed(waiter)));
    }

    [Fact]
    public async Task The_oldest_goes_first_in_whatever_order_they_come()
    {
        var gate = new BacklogGate(5, _clock);
        await Wait(gate, 99);
        int[] ages = [5, 2, 8, 1];
        var waiting = ages.ToDictionary(age => age, age => Wait(gate, age));
        foreach (var age in ages.Order())
        {
            Assert.False(waiting[age].IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await UntilAsync(() => waiting[age].IsCompleted);
            Assert.All(ages.Where(other => other > age), other => Assert.False(waiting[other].IsCompleted));
        }
    }

    [Fact]
    public async Task More_than_sixteen_do_not_wait_here_and_the_newest_comes_again_later()
    {
        var gate = new BacklogGate(5, _clock);
        await Wait(gate, 0);
        var waiting = Enumerable.Range(1, BacklogGate.MaxWaiting).Select(number => Wait(gate, number)).ToArray();
        Assert.Equal(TimeSpan.FromSeconds(3.2), await Wait(gate, 99));
        Assert.All(waiting, waiter => Assert.False(waiter.IsCompleted));

        var older = Wait(gate, 0);
        Assert.Equal(TimeSpan.FromSeconds(3.2), await waiting[^1]);
        Assert.False(older.IsCompleted);
    }

    [Fact]
    public async Task A_host_that_stops_waits_no_longer()
    {
        var gate = new BacklogGate(5, _clock);
        await Wait(gate, 0);
        using var stopping = new CancellationTokenSource();
        var waiting = Wait(gate, 1, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task After_a_while_without_anybody_the_next_goes_at_once()
    {
        var gate = new BacklogGate(1, _clock);
        Assert.Null(await Wait(gate, 0));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await Wait(gate, 1));
    }

    [Fact]
    public async Task Without_a_limit_of_the_provider_the_time_since_the_circuit_closed_sets_the_rate()
    {
        var gate = new BacklogGate(null, _clock);
        Assert.Null(await Wait(gate, 0));
        var second = Wait(gate, 1);
        _clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await second);
    }

    [Fact]
    public async Task Where_the_circuit_was_never_open_nobody_waits()
    {
        var gate = new BacklogGate(null, _clock);
        for (var number = 0; number < 100; number++)
            Assert.Null(await gate.WaitAsync(Sample.Start, closedAt: null, default));
    }

    [Fact]
    public async Task Of_two_of_the_same_age_the_first_to_come_goes_first()
    {
        var gate = new BacklogGate(5, _clock);
        await Wait(gate, 0);
        var (first, second) = (Wait(gate, 1), Wait(gate, 1));
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Null(await first);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_keeps_nobody_waiting()
    {
        var gate = new BacklogGate(1, _clock);
        await Wait(gate, 0);
        _clock.AdjustTime(Sample.Start.AddHours(-1));
        var next = Wait(gate, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await next);
    }

    /// <summary>The newest is told the time in which the 16 that wait go, at the provider's limit.</summary>
    [Theory]
    [InlineData("riskshield", 8)]
    [InlineData("scoretwo", 4)]
    public async Task Each_provider_has_a_gate_with_its_own_limit(string provider, int seconds)
    {
        var gates = new BacklogGates(
            new RiskShieldSettings { MaxCallsPerSecond = 2 },
            new BackupSettings(new("https://scoretwo.example")) { Name = "scoretwo", MaxCallsPerSecond = 4 },
            _clock);
        Assert.Same(gates[provider], gates[provider]);
        await Wait(gates[provider], 0);
        foreach (var number in Enumerable.Range(1, BacklogGate.MaxWaiting))
            _ = Wait(gates[provider], number);
        Assert.Equal(TimeSpan.FromSeconds(seconds), await Wait(gates[provider], 99));
    }

    private static bool IsPassed(Task<TimeSpan?> waiter) => waiter.IsCompletedSuccessfully && waiter.Result is null;

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (var wait = 0; wait < 2_000 && !reached(); wait++)
            await Task.Delay(5);
        Assert.True(reached());
    }

    private static Task<TimeSpan?> Wait(BacklogGate gate, int number, CancellationToken stopping = default) =>
        gate.WaitAsync(Sample.Start.AddSeconds(number - 100), Sample.Start, stopping).AsTask();
}
