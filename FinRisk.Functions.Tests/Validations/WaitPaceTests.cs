using FinRisk.Functions.Validations;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>How often a waiting request reads its instance, which costs a storage transaction each time.</summary>
public sealed class WaitPaceTests
{
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };

    /// <summary>After the announcement: when every other end is durable, at 1.4 times that, at three times, then slower.</summary>
    [Fact]
    public async Task It_looks_soon_after_the_announcement_and_then_ever_slower()
    {
        var pace = new WaitPace(new EndTimes(), _clock);
        double[] looks = [.. await LooksAsync(pace, 5)];
        Assert.Equal([25, 35, 75, 155, 315], looks);
    }

    /// <summary>Whatever storage takes, every other end is found at the first look, and no end is later than the third.</summary>
    [Theory]
    [InlineData(8, 16)]
    [InlineData(40, 80)]
    [InlineData(100, 300)]
    public void It_learns_how_long_an_end_takes(double least, double most)
    {
        var times = new EndTimes();
        var random = new Random(1);
        var (first, second, third) = (0, 0, 0);
        for (var i = 0; i < 5000; i++)
        {
            var takes = TimeSpan.FromMilliseconds(least + (most - least) * random.NextDouble());
            var expected = times.ToDurable;
            times.LearnDurable(takes <= expected);
            if (i < 500)
                continue;
            first += takes <= expected ? 1 : 0;
            second += takes <= expected * 1.4 ? 1 : 0;
            third += takes <= expected * 3 ? 1 : 0;
        }

        Assert.InRange(first / 4500.0, 0.45, 0.55);
        Assert.InRange(second / 4500.0, 0.85, 1);
        Assert.Equal(4500, third);
    }

    /// <summary>Neither a storage that never settles nor one that always has leads out of the bounds.</summary>
    [Fact]
    public void It_stays_within_bounds()
    {
        var times = new EndTimes();
        for (var i = 0; i < 1000; i++)
            times.LearnDurable(found: false);
        Assert.Equal(TimeSpan.FromMilliseconds(500), times.ToDurable);
        for (var i = 0; i < 1000; i++)
            times.LearnDurable(found: true);
        Assert.Equal(TimeSpan.FromMilliseconds(5), times.ToDurable);
    }

    /// <summary>Unannounced, it polls: after 250 ms, growing to 2 s, and not beyond the caller's patience.</summary>
    [Fact]
    public async Task It_polls_slowly_for_what_ends_elsewhere()
    {
        var pace = new WaitPace(new EndTimes(), _clock);
        var elsewhere = new TaskCompletionSource().Task;
        var waiting = pace.WaitAsync(elsewhere, TimeSpan.FromSeconds(5), default);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await waiting);

        var last = pace.WaitAsync(elsewhere, TimeSpan.FromMilliseconds(100), default);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(await last);
    }

    /// <summary>A replica that is busy, where hints take a second, is not polled before one is overdue; one beyond measure at 2 s.</summary>
    [Theory]
    [InlineData(1000, 1500)]
    [InlineData(60_000, 2000)]
    [InlineData(20, 250)]
    public async Task It_does_not_poll_before_the_hint_is_overdue(int usual, int poll)
    {
        var times = new EndTimes();
        for (var i = 0; i < 100; i++)
            times.LearnAnnounced(TimeSpan.FromMilliseconds(usual));
        var waiting = new WaitPace(times, _clock).WaitAsync(new TaskCompletionSource().Task, TimeSpan.FromSeconds(10), default);
        _clock.Advance(TimeSpan.FromMilliseconds(poll - 1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await waiting);
    }

    /// <summary>What ends elsewhere is found when it is looked for: nothing is learnt from that, or each look would delay the next.</summary>
    [Fact]
    public async Task It_learns_from_hints_alone()
    {
        var times = new EndTimes();
        var pace = new WaitPace(times, _clock);
        var hint = new TaskCompletionSource();
        var polled = pace.WaitAsync(hint.Task, TimeSpan.FromSeconds(10), default);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(await polled);
        Assert.Equal(TimeSpan.Zero, times.ToAnnouncement);

        // A hint that comes after a look in vain counts from the start of the wait.
        var waiting = pace.WaitAsync(hint.Task, TimeSpan.FromSeconds(10), default);
        _clock.Advance(TimeSpan.FromMilliseconds(80));
        hint.SetResult();

        // The hint is taken up on another thread: time stands still until it has been.
        Assert.True(SpinWait.SpinUntil(() => times.ToAnnouncement > TimeSpan.Zero, TimeSpan.FromSeconds(10)), "Nothing was learnt from the hint.");
        while (!waiting.IsCompleted)
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.InRange(times.ToAnnouncement.TotalMilliseconds, 330, 350);
    }

    /// <summary>Milliseconds from the announcement to each look.</summary>
    private async Task<List<double>> LooksAsync(WaitPace pace, int count)
    {
        var looks = new List<double>();
        var started = _clock.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var waiting = pace.WaitAsync(Task.CompletedTask, TimeSpan.FromMinutes(1), default);
            while (!waiting.IsCompleted)
                _clock.Advance(TimeSpan.FromMilliseconds(0.5));
            Assert.True(await waiting);
            pace.Saw(ended: false);
            looks.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
        }

        return looks;
    }
}
