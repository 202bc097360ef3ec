namespace FinRisk.Functions.Validations;

/// <summary>
/// When a waiting request looks at its instance: after the hint that it ended here, at the time by which every other such end
/// is durable, at 1.4 times it, at three times it, at six times it; without a hint at a slow, growing interval, for work that ends
/// on another replica, and not before such a hint is overdue. The wait begins when this is made.
/// </summary>
internal sealed class WaitPace(EndTimes times, TimeProvider clock)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);

    private readonly long _started = clock.GetTimestamp();

    // A busy replica takes its time: looking for what it is still doing would make it busier.
    private TimeSpan _poll = Max(FirstPoll, Min(times.ToAnnouncement * 1.5, LongestPoll));
    private TimeSpan _look;
    private int _looks;

    /// <summary>Waits for the next moment to look; false where the time is up instead.</summary>
    public async Task<bool> WaitAsync(Task announced, TimeSpan left, CancellationToken stopping)
    {
        if (!announced.IsCompleted)
        {
            var wait = Min(_poll, left);
            await announced.WaitAsync(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
            if (!announced.IsCompleted)
            {
                _poll = Min(_poll * 1.5, LongestPoll);
                return wait < left;
            }

            times.LearnAnnounced(clock.GetElapsedTime(_started));
        }

        _look = ++_looks switch
        {
            1 => times.ToDurable,
            2 => _look * 0.4,
            3 => _look * 4,
            _ => Min(_look * 2, LongestLook),
        };
        await Task.Delay(Min(_look, left), clock, stopping);
        return true;
    }

    /// <summary>What the look found: the end, or not yet.</summary>
    public void Saw(bool ended)
    {
        // Later looks say nothing about the typical end, nor does one that polling made.
        if (_looks == 1)
            times.LearnDurable(ended);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
