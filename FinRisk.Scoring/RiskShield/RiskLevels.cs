namespace FinRisk.Scoring.RiskShield;

/// <summary>The names of <see cref="RiskLevel"/> on the wire, the vendor's and ours.</summary>
public static class RiskLevels
{
    /// <summary><c>LOW</c>, <c>MEDIUM</c>, <c>HIGH</c> or <c>CRITICAL</c>.</summary>
    public static string ToWire(this RiskLevel level) => level switch
    {
        RiskLevel.Low => "LOW",
        RiskLevel.Medium => "MEDIUM",
        RiskLevel.High => "HIGH",
        RiskLevel.Critical => "CRITICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>Reads a level exactly as the contract spells it; null for anything else.</summary>
    public static RiskLevel? FromWire(string? text) => text switch
    {
        "LOW" => RiskLevel.Low,
        "MEDIUM" => RiskLevel.Medium,
        "HIGH" => RiskLevel.High,
        "CRITICAL" => RiskLevel.Critical,
        _ => null,
    };
}
