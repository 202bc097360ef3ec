using FinRisk.Local.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>A validation that an earlier process did not finish.</summary>
/// <param name="Input">What it was started with.</param>
/// <param name="Journal">The calls it had finished.</param>
internal sealed record UnfinishedValidation(ValidationInput Input, JournaledAttempt[] Journal);
