using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>One finished vendor call of a validation that is still running: what a restart need not do again.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Result">What it came to.</param>
internal sealed record JournaledAttempt(int Attempt, AttemptResult Result);
