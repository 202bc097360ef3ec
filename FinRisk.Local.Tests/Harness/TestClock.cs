using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Local.Tests.Harness;

/// <summary>
/// Virtual time that tells when somebody begins to wait, so that a test need not guess when it may move the clock.
/// </summary>
internal sealed class TestClock() : FakeTimeProvider(Sample.Start)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when a wait of such a length has begun; gives its length.</summary>
    public async Task<TimeSpan> WhenWaitingAsync(TimeSpan atLeast, TimeSpan max)
    {
        while (true)
        {
            var wait = await _waits.Reader.ReadAsync().AsTask().WaitAsync(Patience.Long);
            if (wait >= atLeast && wait <= max)
                return wait;
        }
    }
}
