namespace FinRisk.Scoring.Providers;

/// <summary>
/// Detects that this process was stalled (by SIGSTOP, a suspended or migrated virtual machine, a starved thread pool): a timer
/// ticks every second, and a tick that is late by seconds shows a stall. A call that timed out during a stall says nothing about
/// the vendor's health, so it is classified as <see cref="AttemptStatus.LocalFault"/>.
/// </summary>
internal sealed class StallDetector : IDisposable
{
    /// <summary>The shortest time between two ticks that counts as a stall. A busy machine delays a timer by less.</summary>
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

    /// <summary>True if the process was stalled at any time in the last <paramref name="time"/>.</summary>
    public bool WasStalledWithin(TimeSpan time)
    {
        // After a stall the calling thread may run before the timer does.
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

            // On some machines the monotonic clock stops while the machine is suspended; the wall clock does not.
            if (_clock.GetElapsedTime(_tick, now) >= Threshold || utc - _tickUtc >= Threshold)
                _stallEnded = now;
            (_tick, _tickUtc) = (now, utc);
        }
    }
}
