using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Inputs for validations.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Moment = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public static readonly Applicant Jane = new("Jane", "Doe", "8001015009087");

    public static readonly ValidationPlan Plan = new(3, 10, 50, 50, Degrade: true, ScoreKeepForMs: 1_000_000);

    public static ValidationInput Input(ValidationId id, string applicantKey = "applicant", DateTimeOffset? acceptedAt = null) => new(
        id.Value, "correlation", "caller", new SealedApplicant("sealed"), applicantKey, acceptedAt ?? Moment, Plan);
}
