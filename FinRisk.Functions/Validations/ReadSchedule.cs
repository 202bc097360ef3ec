namespace FinRisk.Functions.Validations;

/// <summary>
/// The pauses between a waiting request's reads of its instance, each of which costs storage transactions. Fixed times: what a
/// schedule that learns would save was measured (decision 17).
/// </summary>
internal sealed class ReadSchedule
{
    private static readonly TimeSpan MaxAfterSignal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(2);

    private TimeSpan _afterSignal = TimeSpan.FromMilliseconds(40);
    private TimeSpan _poll = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause before the next read.</summary>
    /// <param name="isSignaled">
    /// Whether the orchestration has run its last step on this replica, so that its result is about to become durable: 40, 100,
    /// 250 ms and so on up to 1 s. Without a signal: 250, 375, 563 ms and so on up to 2 s.
    /// </param>
    public TimeSpan Next(bool isSignaled) =>
        isSignaled ? Advance(ref _afterSignal, 2.5, MaxAfterSignal) : Advance(ref _poll, 1.5, MaxPoll);

    private static TimeSpan Advance(ref TimeSpan current, double factor, TimeSpan max)
    {
        var pause = current;
        current = pause * factor < max ? pause * factor : max;
        return pause;
    }
}
