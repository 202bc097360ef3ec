using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Local.Tests.Harness;

/// <summary>Values that tests start from.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    public static readonly Applicant Jane = new(
        SampleApplicant.Jane.FirstName, SampleApplicant.Jane.LastName, SampleApplicant.Jane.IdNumber);

    public static readonly VendorScore Score = new(72, RiskLevel.Medium);

    public static readonly ValidationPlan Plan = new(
        3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), Degrade: true, TimeSpan.FromDays(30));

    /// <summary>One key ring for all hosts of a test run, as a restart finds the one on the disk.</summary>
    public static IDataProtectionProvider KeyRing { get; } = new EphemeralDataProtectionProvider();

    public static ApplicantSealer Sealer { get; } = new(KeyRing);

    public static ValidationId Id(byte number, DateTimeOffset? at = null) =>
        ValidationId.Create((at ?? Start).ToUnixTimeMilliseconds(), [number, .. new byte[15]]);

    public static ValidationInput Input(ValidationId id, ValidationPlan? plan = null, StoredScore? known = null) => new(
        id,
        "corr-1",
        "alice",
        Sealer.Seal(Jane, id),
        "applicant-key",
        Start,
        plan ?? Plan,
        null,
        known);

    /// <summary>A validation that ended with a score of its own.</summary>
    public static ValidationRecord Scored(
        ValidationId id, DateTimeOffset? at = null, VendorScore? score = null, string applicantHash = "applicant-key")
    {
        var when = at ?? Start;
        var outcome = new ValidationOutcome(1, when, new StoredScore(score ?? Score, when, id));
        return Ended(id, outcome, when) with { ApplicantHash = applicantHash };
    }

    /// <summary>A validation that ended without one.</summary>
    public static ValidationRecord Failed(ValidationId id, FailureCode code = FailureCode.VendorError, bool final = false) =>
        Ended(id, new ValidationOutcome(3, Start, Failure: code, Final: final), Start);

    public static ValidationRecord Ended(ValidationId id, ValidationOutcome outcome, DateTimeOffset at) => new(
        id,
        "alice",
        "corr-1",
        "applicant-key",
        outcome.Failure is null ? ValidationStatus.Completed : ValidationStatus.Failed,
        at,
        at,
        outcome.Attempts,
        outcome);
}
