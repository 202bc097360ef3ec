namespace FinRisk.Scoring.RiskShield;

/// <summary>A score as the vendor gave it.</summary>
/// <param name="RiskScore">0 to 100.</param>
/// <param name="RiskLevel">The vendor's band.</param>
public sealed record VendorScore(int RiskScore, RiskLevel RiskLevel);
