namespace FinRisk.Scoring.Circuit;

/// <summary>When the circuit opens, for how long, and how long a probe may take. Settings <c>Circuit:*</c>.</summary>
public sealed record CircuitSettings
{
    /// <summary>How many attempts have to fail in a row to open it; 1 or more. Default 5.</summary>
    public int FailureThreshold { get; init; } = 5;

    /// <summary>How long it stays open. Default 60 s.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After how long a probe that did not report counts as lost; longer than an attempt. Default 30 s.</summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);
}
