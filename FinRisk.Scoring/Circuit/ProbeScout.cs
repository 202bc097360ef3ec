namespace FinRisk.Scoring.Circuit;

/// <summary>
/// When a break is over, every attempt that waits for it would ask the circuit for the one probe. This sends one attempt of the
/// process a second; the others are refused for that second, just as they would be for the probe that it brings back.
/// </summary>
internal sealed class ProbeScout
{
    private readonly Lock _gate = new();
    private long _generation = -1;
    private string _attempt = "";
    private DateTimeOffset _until;

    /// <summary>Until when this attempt must not ask the circuit; null where it is the one that does.</summary>
    public DateTimeOffset? HeldBackUntil(CircuitSnapshot view, string attempt, DateTimeOffset now)
    {
        lock (_gate)
        {
            // More than a second ahead: the clock was set back since, and this attempt goes.
            var isHeldBack = now < _until && _until - now <= CircuitRules.WhileProbing;
            if (_generation == view.Generation && isHeldBack && attempt != _attempt && attempt != view.ProbeAttempt)
                return _until;
            (_generation, _attempt, _until) = (view.Generation, attempt, now + CircuitRules.WhileProbing);
            return null;
        }
    }
}
