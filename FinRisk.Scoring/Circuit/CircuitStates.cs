namespace FinRisk.Scoring.Circuit;

/// <summary>The names of <see cref="CircuitState"/> as people and pages see them.</summary>
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
