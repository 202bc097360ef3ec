namespace FinRisk.Functions.Validations;

/// <summary>
/// Determines the pauses between the reads with which a waiting request polls its orchestration instance. Each read costs storage
/// transactions. The pauses are fixed; decision 17 has measurements of this and of other schedules.
/// </summary>
internal sealed class ReadSchedule
{
    private static readonly TimeSpan MaxAfterSignal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(2);

    private TimeSpan _afterSignal = TimeSpan.FromMilliseconds(20);
    private TimeSpan _poll = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause before the next read.</summary>
    /// <param name="isSignaled">
    /// Whether the orchestration has run its last step on this replica, so that its result is about to become durable. The pauses
    /// are then 20, 40, 80 ms and so on up to 1 s; without the signal they are 250, 375, 563 ms and so on up to 2 s.
    /// </param>
    public TimeSpan Next(bool isSignaled) =>
        isSignaled ? Advance(ref _afterSignal, 2, MaxAfterSignal) : Advance(ref _poll, 1.5, MaxPoll);

    private static TimeSpan Advance(ref TimeSpan current, double factor, TimeSpan max)
    {
        var pause = current;
        current = pause * factor < max ? pause * factor : max;
        return pause;
    }
}
