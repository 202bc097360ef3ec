namespace FinRisk.Functions.Validations;

/// <summary>
/// When a waiting request looks at its instance: soon after the hint that it ended here, in short growing steps until that end is
/// durable; without a hint at a slow, growing interval, for work that ends on another replica.
/// </summary>
internal sealed class WaitPace
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);

    private TimeSpan _look = FirstLook;
    private TimeSpan _poll = FirstPoll;

    /// <summary>Waits for the next moment to look; false where the time is up instead.</summary>
    public async Task<bool> WaitAsync(Task announced, TimeSpan left, TimeProvider clock, CancellationToken stopping)
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
        }

        await Task.Delay(Min(_look, left), clock, stopping);
        _look = Min(_look * 2, LongestLook);
        return true;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
