namespace FinRisk.Scoring.RiskShield;

/// <summary>The vendor's own band of a score. It is passed on as received: which score means which level is the vendor's to say.</summary>
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
