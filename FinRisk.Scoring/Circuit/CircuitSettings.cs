namespace FinRisk.Scoring.Circuit;

/// <summary>When the circuit opens, for how long, and how long a probe may take. Settings <c>Circuit:*</c>.</summary>
public sealed record CircuitSettings
{
    /// <summary>How many consecutive failed attempts open the circuit, 1 or more. Default 5.</summary>
    public int FailureThreshold { get; init; } = 5;

    /// <summary>How long the circuit stays open, up to 1 day. Default 60 s.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The time after which a probe without a result counts as lost; longer than an attempt's time-out. Default 30 s.
    /// </summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);
}
