namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// Notices that this process stood still (SIGSTOP, a migrated or suspended virtual machine, a starved thread pool): a timer that
/// ticks every second finds out how long its last tick is ago. A call that timed out meanwhile says nothing of the vendor.
/// </summary>
internal sealed class StallDetector : IDisposable
{
    /// <summary>How long the process must have stood still: more than a busy machine delays a timer.</summary>
    public static readonly TimeSpan Threshold = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _tick;
    private DateTimeOffset _tickUtc;
    private long? _stallEnded;

    public StallDetector(TimeProvider clock)
    {
        _clock = clock;
        (_tick, _tickUtc) = (clock.GetTimestamp(), clock.GetUtcNow());
        _timer = clock.CreateTimer(static self => ((StallDetector)self!).Tick(), this, Interval, Interval);
    }

    /// <summary>Whether the process stood still at any time in the last <paramref name="time"/>.</summary>
    public bool StoodStillWithin(TimeSpan time)
    {
        // Whoever asks may be resumed before the timer is.
        Tick();
        lock (_gate)
            return _stallEnded is { } ended && _clock.GetElapsedTime(ended) <= time;
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        lock (_gate)
        {
            var (now, utc) = (_clock.GetTimestamp(), _clock.GetUtcNow());

            // The monotonic clock of some machines stands still with them; the wall clock does not.
            if (_clock.GetElapsedTime(_tick, now) >= Threshold || utc - _tickUtc >= Threshold)
                _stallEnded = now;
            (_tick, _tickUtc) = (now, utc);
        }
    }
}
