namespace FinRisk.Scoring.Tests.Validations;

/// <summary>How a scripted circuit answers.</summary>
public enum CircuitAnswer
{
    /// <summary>Closed.</summary>
    Admitted,

    /// <summary>Half-open, and this is the probe.</summary>
    Probe,

    /// <summary>Open for longer than any wait.</summary>
    Refused,

    /// <summary>Open, but over before the next attempt is due.</summary>
    RefusedSoon,
}
