namespace FinRisk.Scoring.Circuit;

/// <summary>The three states of the circuit breaker (M. Nygard, "Release It!", stability patterns).</summary>
public enum CircuitState
{
    /// <summary>Calls pass; consecutive failures are counted.</summary>
    Closed,

    /// <summary>No call passes until the break is over.</summary>
    Open,

    /// <summary>The break is over; one probe at a time finds out whether the vendor is back.</summary>
    HalfOpen,
}

/// <summary>The names of <see cref="CircuitState"/> in responses, logs and pages.</summary>
public static class CircuitStates
{
    /// <summary><c>closed</c>, <c>open</c> or <c>half-open</c>.</summary>
    public static string ToWire(this CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half-open",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
