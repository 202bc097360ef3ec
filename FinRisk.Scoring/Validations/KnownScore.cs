using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>A score that the vendor gave earlier, and to which validation.</summary>
/// <param name="Score">The score.</param>
/// <param name="ScoredAt">When the vendor gave it.</param>
/// <param name="ValidationId">The validation that obtained it.</param>
public sealed record KnownScore(VendorScore Score, DateTimeOffset ScoredAt, string ValidationId);
