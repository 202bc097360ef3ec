namespace FinRisk.Functions.Validations;

/// <summary>
/// The pauses between a waiting request's reads of its instance, each of which costs storage transactions. Fixed times: what a
/// schedule that learns would save was measured (decision 0020).
/// </summary>
internal sealed class ReadSchedule
{
    private static readonly TimeSpan MaxAfterSignal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(2);

    private TimeSpan _afterSignal = TimeSpan.FromMilliseconds(40);
    private TimeSpan _poll = TimeSpan.FromMilliseconds(250);
    private int _signaledReads;

    /// <summary>The pause before the next read.</summary>
    /// <param name="isSignaled">
    /// Whether the orchestration has run its last step on this replica, so that its result is about to become durable: 40, 40, 80 ms
    /// and so on up to 1 s. Without a signal: 250, 375, 563 ms and so on up to 2 s.
    /// </param>
    public TimeSpan Next(bool isSignaled)
    {
        if (!isSignaled)
            return Advance(ref _poll, _poll * 1.5, MaxPoll);
        var isFirst = _signaledReads++ == 0;
        return Advance(ref _afterSignal, isFirst ? _afterSignal : _afterSignal * 2, MaxAfterSignal);
    }

    private static TimeSpan Advance(ref TimeSpan current, TimeSpan next, TimeSpan max)
    {
        var pause = current;
        current = next < max ? next : max;
        return pause;
    }
}
