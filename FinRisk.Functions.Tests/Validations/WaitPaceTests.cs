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
        var pace = new WaitPace(new SettlingTime());
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
        var settling = new SettlingTime();
        var random = new Random(1);
        var (first, second, third) = (0, 0, 0);
        for (var i = 0; i < 5000; i++)
        {
            var takes = TimeSpan.FromMilliseconds(least + (most - least) * random.NextDouble());
            var expected = settling.Expected;
            settling.Learn(takes <= expected);
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
        var settling = new SettlingTime();
        for (var i = 0; i < 1000; i++)
            settling.Learn(settled: false);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settling.Expected);
        for (var i = 0; i < 1000; i++)
            settling.Learn(settled: true);
        Assert.Equal(TimeSpan.FromMilliseconds(5), settling.Expected);
    }

    /// <summary>Unannounced, it polls: after 250 ms, growing to 2 s, and not beyond the caller's patience.</summary>
    [Fact]
    public async Task It_polls_slowly_for_what_ends_elsewhere()
    {
        var pace = new WaitPace(new SettlingTime());
        var elsewhere = new TaskCompletionSource().Task;
        var waiting = pace.WaitAsync(elsewhere, TimeSpan.FromSeconds(5), _clock, default);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await waiting);

        var last = pace.WaitAsync(elsewhere, TimeSpan.FromMilliseconds(100), _clock, default);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(await last);
    }

    /// <summary>Milliseconds from the announcement to each look.</summary>
    private async Task<List<double>> LooksAsync(WaitPace pace, int count)
    {
        var looks = new List<double>();
        var started = _clock.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var waiting = pace.WaitAsync(Task.CompletedTask, TimeSpan.FromMinutes(1), _clock, default);
            while (!waiting.IsCompleted)
                _clock.Advance(TimeSpan.FromMilliseconds(0.5));
            Assert.True(await waiting);
            pace.Saw(ended: false);
            looks.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
        }

        return looks;
    }
}
