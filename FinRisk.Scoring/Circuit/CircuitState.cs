namespace FinRisk.Scoring.Circuit;

/// <summary>The three states of the circuit breaker (M. Nygard, "Release It!", stability patterns).</summary>
public enum CircuitState
{
    /// <summary>Calls to the vendor are admitted, and consecutive failures are counted.</summary>
    Closed,

    /// <summary>No call is admitted until the break is over.</summary>
    Open,

    /// <summary>
    /// The break is over. One call at a time, the probe, is admitted to find out whether the vendor has recovered.
    /// </summary>
    HalfOpen,
}

/// <summary>The names of <see cref="CircuitState"/> in responses, in logs and on the operations page.</summary>
public static class CircuitStates
{
    /// <summary>Returns <c>closed</c>, <c>open</c> or <c>half-open</c>.</summary>
    public static string ToWire(this CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half-open",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
