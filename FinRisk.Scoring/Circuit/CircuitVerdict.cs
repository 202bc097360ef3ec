namespace FinRisk.Scoring.Circuit;

/// <summary>What one finished call says of the vendor's health.</summary>
public enum CircuitVerdict
{
    /// <summary>It answered with a score: the streak of failures ends, and a probe closes the circuit.</summary>
    Success,

    /// <summary>5xx, 408, network failure, time-out or an unusable answer: counts, and a probe opens the circuit again.</summary>
    Failure,

    /// <summary>A 4xx but 408, trouble of our own, or no call at all: does not count; a probe gives its lease back, so the next may try.</summary>
    Neutral,
}
