using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Inputs for validations.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Moment = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public static readonly Applicant Jane = new(
        SampleApplicant.Jane.FirstName, SampleApplicant.Jane.LastName, SampleApplicant.Jane.IdNumber);

    public static readonly ValidationPlan Plan = new(
        3, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), Degrade: true,
        TimeSpan.FromMinutes(15));

    /// <summary>A made-up validation id, the same for the same number.</summary>
    public static ValidationId Id(byte number) => ValidationId.Create(Moment.ToUnixTimeMilliseconds(), [number, .. new byte[15]]);

    public static ValidationInput Input(ValidationId id, string applicantHash = "applicant", DateTimeOffset? acceptedAt = null) =>
        new(
        id, "correlation", "caller", new SealedApplicant("sealed"), applicantHash, acceptedAt ?? Moment, Plan);
}
