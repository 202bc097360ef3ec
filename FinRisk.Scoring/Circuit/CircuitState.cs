namespace FinRisk.Scoring.Circuit;

/// <summary>The three states of the circuit breaker (M. Nygard, "Release It!", stability patterns).</summary>
public enum CircuitState
{
    /// <summary>Calls pass; failures in a row are counted.</summary>
    Closed,

    /// <summary>No call passes until the break is over.</summary>
    Open,

    /// <summary>The break is over; one probe at a time may find out whether the vendor is back.</summary>
    HalfOpen,
}
