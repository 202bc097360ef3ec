namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// A validation that has ended, as the operations page lists it. Contains nothing about the applicant. It is also stored, so the
/// property names must not change.
/// </summary>
/// <param name="ValidationId">The validation's id.</param>
/// <param name="Caller">The name of the caller that started the validation.</param>
/// <param name="Outcome">
/// <c>scored</c>, <c>degraded</c>, or the problem code of the failure (docs/contract.md, section 4).
/// </param>
/// <param name="EndedAt">The time at which the validation ended, in UTC.</param>
/// <param name="DurationMs">The time from the acceptance to the end, in milliseconds.</param>
/// <param name="Attempts">The number of calls sent to providers.</param>
internal sealed record EndedValidation(
    string ValidationId, string Caller, string Outcome, DateTime EndedAt, double DurationMs, int Attempts);
