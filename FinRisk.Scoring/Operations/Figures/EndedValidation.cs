using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>A validation that ended, as operators see it in a list. Nothing about the applicant.</summary>
/// <param name="ValidationId">Its id.</param>
/// <param name="Caller">Who started it.</param>
/// <param name="Outcome"><c>scored</c>, <c>degraded</c>, or the code of contract section 4 that it failed with.</param>
/// <param name="EndedAt">When.</param>
/// <param name="DurationMs">From its acceptance.</param>
/// <param name="Attempts">How many calls the vendor was sent.</param>
internal sealed record EndedValidation(
    string ValidationId, string Caller, string Outcome, DateTime EndedAt, double DurationMs, int Attempts);
