namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The vendor's own band of a score. It is passed on as received: which score means which level is the vendor's to say.
/// </summary>
public enum RiskLevel
{
    /// <summary><c>LOW</c></summary>
    Low,

    /// <summary><c>MEDIUM</c></summary>
    Medium,

    /// <summary><c>HIGH</c></summary>
    High,

    /// <summary><c>CRITICAL</c></summary>
    Critical,
}

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
