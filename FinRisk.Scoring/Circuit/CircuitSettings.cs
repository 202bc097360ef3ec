namespace FinRisk.Scoring.Circuit;

/// <summary>The settings of the circuit breaker, <c>Circuit:*</c>, shared by the circuits of all providers.</summary>
public sealed record CircuitSettings
{
    /// <summary>
    /// Setting <c>Circuit:FailureThreshold</c>: the number of consecutive failed attempts that opens the circuit, 1 or more.
    /// Default 5.
    /// </summary>
    public int FailureThreshold { get; init; } = 5;

    /// <summary>
    /// Setting <c>Circuit:BreakDuration</c>: the time for which the circuit stays open before it admits a probe, up to 1 day.
    /// Default 60 s.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Setting <c>Circuit:ProbeLease</c>: the time after which a probe that has not reported counts as lost, so that another
    /// attempt may become the probe. It must be longer than each provider's <c>AttemptTimeout</c>. Default 30 s.
    /// </summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);
}
