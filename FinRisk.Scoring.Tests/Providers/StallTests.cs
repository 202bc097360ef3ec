using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>A process that stood still says nothing of the vendor.</summary>
public sealed class StallTests
{
    private readonly StoppableClock _clock = new();

    [Theory]
    [InlineData(30, false, true)]
    [InlineData(5, false, true)]
    [InlineData(4.9, false, false)]
    [InlineData(30, true, true)]
    public void Standing_still_shows_as_a_gap_between_two_ticks(double seconds, bool wallClockOnly, bool seen)
    {
        using var stalls = new StallDetector(_clock);
        _clock.Jump(TimeSpan.FromSeconds(seconds), wallClockOnly);
        Assert.Equal(seen, stalls.WasStalledWithin(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Time_that_passes_is_no_gap()
    {
        using var stalls = new StallDetector(_clock);
        for (var second = 0; second < 60; second++)
        {
            _clock.Jump(TimeSpan.FromSeconds(1));
            _clock.Tick();
        }

        Assert.False(stalls.WasStalledWithin(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void What_was_over_before_the_call_does_not_count()
    {
        using var stalls = new StallDetector(_clock);
        _clock.Jump(TimeSpan.FromSeconds(30));
        _clock.Tick();
        _clock.Jump(TimeSpan.FromSeconds(1));
        Assert.False(stalls.WasStalledWithin(TimeSpan.FromSeconds(0.9)));
        Assert.True(stalls.WasStalledWithin(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_clock_that_is_set_back_is_no_gap()
    {
        using var stalls = new StallDetector(_clock);
        _clock.Jump(TimeSpan.FromHours(-1), wallClockOnly: true);
        Assert.False(stalls.WasStalledWithin(TimeSpan.FromHours(1)));
    }

    /// <summary>The attempt's timer and the detector's go off together when the process runs again.</summary>
    [Theory]
    [InlineData(true, AttemptStatus.LocalFault, CircuitVerdict.Neutral)]
    [InlineData(false, AttemptStatus.TimedOut, CircuitVerdict.Failure)]
    public async Task A_call_that_timed_out_while_the_process_stood_still_is_neutral(
        bool stoodStill, AttemptStatus status, CircuitVerdict verdict)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await ClientBench.StartAsync(
            async http =>
            {
                reached.SetResult();
                await Task.Delay(
                    Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            },
            more: services => services.AddSingleton(provider => new StallDetector(provider.GetRequiredService<TimeProvider>())));
        var call = bench.ScoreAsync();
        await reached.Task;
        if (stoodStill)
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
        else
            bench.Advance(TimeSpan.FromSeconds(30));
        var result = await call;
        Assert.Equal((status, verdict), (result.Status, result.Status.ToVerdict()));
    }

    /// <summary>A clock whose timers go off only when the test says so.</summary>
    private sealed class StoppableClock : TimeProvider
    {
        private TimerCallback _callback = _ => { };
        private object? _state;
        private TimeSpan _elapsed = TimeSpan.FromHours(1);
        private DateTimeOffset _now = Sample.Start;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _elapsed.Ticks;

        public void Jump(TimeSpan by, bool wallClockOnly = false)
        {
            _now += by;
            _elapsed += wallClockOnly ? TimeSpan.Zero : by;
        }

        public void Tick() => _callback(_state);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state) = (callback, state);
            return new Handle();
        }

        private sealed class Handle : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
