using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.RiskShield;

/// <summary>From the end of a vendor call to what it says of the vendor's health.</summary>
public static class CircuitVerdicts
{
    /// <summary>The verdict that the contract, section 5, gives to <paramref name="status"/>.</summary>
    public static CircuitVerdict Of(AttemptStatus status) => status switch
    {
        AttemptStatus.Scored => CircuitVerdict.Success,
        _ when status.CountsAgainstCircuit() => CircuitVerdict.Failure,
        _ => CircuitVerdict.Neutral,
    };
}
