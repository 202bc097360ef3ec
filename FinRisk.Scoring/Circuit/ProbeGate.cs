namespace FinRisk.Scoring.Circuit;

/// <summary>
/// Keeps the attempts of one process from asking the circuit for the probe all at once when a break ends: one attempt a second
/// passes, and the others are refused for that second, just as they would be while its probe is under way.
/// </summary>
internal sealed class ProbeGate
{
    private readonly Lock _gate = new();
    private long _generation = -1;
    private string _attempt = "";
    private DateTimeOffset _until;

    /// <summary>The time until which this attempt must not ask the circuit; null where it is the one that may.</summary>
    public DateTimeOffset? RefusedUntil(CircuitSnapshot view, string attempt, DateTimeOffset now)
    {
        lock (_gate)
        {
            // More than a second ahead: the clock was set back since, and this attempt goes.
            var isHeldBack = now < _until && _until - now <= CircuitRules.RetryWhileProbing;
            if (_generation == view.Generation && isHeldBack && attempt != _attempt && attempt != view.ProbeAttempt)
                return _until;
            (_generation, _attempt, _until) = (view.Generation, attempt, now + CircuitRules.RetryWhileProbing);
            return null;
        }
    }
}
