using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Outcomes and failure codes.</summary>
public sealed class ValidationOutcomeTests
{
    private static readonly StoredScore Own = new(Sample.Score, Sample.Start, Sample.Id);
    private static readonly StoredScore Others = new(Sample.Score, Sample.Start, Sample.OtherId);

    /// <summary>Contract 3: a score is replayed, and a refusal of the applicant; anything else starts afresh.</summary>
    public static TheoryData<string, ValidationOutcome, bool, bool> Outcomes => new()
    {
        { "own score", new(1, Sample.Start, Own), true, true },
        { "cached score", new(0, Sample.Start, Others), true, false },
        { "degraded score", new(3, Sample.Start, Others, DegradedBy: FailureCode.VendorError), true, false },
        { "degraded by its own earlier score", new(3, Sample.Start, Own, DegradedBy: FailureCode.VendorError), true, false },
        { "applicant refused", new(1, Sample.Start, Failure: FailureCode.VendorRejected, Final: true), true, false },
        { "key refused", new(1, Sample.Start, Failure: FailureCode.VendorRejected), false, false },
        { "error", new(3, Sample.Start, Failure: FailureCode.VendorError), false, false },
        { "time-out", new(3, Sample.Start, Failure: FailureCode.VendorTimeout), false, false },
        { "throttled", new(3, Sample.Start, Failure: FailureCode.VendorThrottled), false, false },
        { "invalid response", new(1, Sample.Start, Failure: FailureCode.VendorInvalidResponse), false, false },
        { "circuit open", new(0, Sample.Start, Failure: FailureCode.CircuitOpen), false, false },
        { "not configured", new(0, Sample.Start, Failure: FailureCode.ServiceNotConfigured), false, false },
        { "internal", new(0, Sample.Start, Failure: FailureCode.Internal), false, false },
    };

    /// <summary>Contract 4: every failure and the code of its problem.</summary>
    public static TheoryData<FailureCode, string> FailureCodes => new()
    {
        { FailureCode.VendorRejected, "vendor-rejected" },
        { FailureCode.VendorInvalidResponse, "vendor-invalid-response" },
        { FailureCode.VendorError, "vendor-error" },
        { FailureCode.VendorTimeout, "vendor-timeout" },
        { FailureCode.VendorThrottled, "vendor-throttled" },
        { FailureCode.CircuitOpen, "circuit-open" },
        { FailureCode.ServiceNotConfigured, "service-not-configured" },
        { FailureCode.Internal, "internal" },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Only_scores_and_refusals_of_the_applicant_are_replayed(
        string what, ValidationOutcome outcome, bool replayable, bool fresh)
    {
        Assert.True(replayable == outcome.IsReplayable, what);
        Assert.True(fresh == outcome.IsFreshScore(Sample.Id), what);
    }

    [Theory]
    [InlineData(null, null, "scored")]
    [InlineData(FailureCode.VendorError, null, "degraded")]
    [InlineData(null, FailureCode.VendorTimeout, "vendor-timeout")]
    public void Its_name_is_that_of_its_end(FailureCode? degradedBy, FailureCode? failure, string name)
    {
        var outcome = new ValidationOutcome(1, Sample.Start, failure is null ? Own : null, degradedBy, failure);
        Assert.Equal(name, outcome.Name);
    }

    [Theory]
    [InlineData(AttemptStatus.Rejected, FailureCode.VendorRejected)]
    [InlineData(AttemptStatus.KeyRefused, FailureCode.VendorRejected)]
    [InlineData(AttemptStatus.Misconfigured, FailureCode.VendorRejected)]
    [InlineData(AttemptStatus.Deferred, FailureCode.VendorTimeout)]
    [InlineData(AttemptStatus.LocalFault, FailureCode.VendorError)]
    [InlineData(AttemptStatus.InvalidResponse, FailureCode.VendorInvalidResponse)]
    [InlineData(AttemptStatus.ServerError, FailureCode.VendorError)]
    [InlineData(AttemptStatus.NetworkFailure, FailureCode.VendorError)]
    [InlineData(AttemptStatus.TimedOut, FailureCode.VendorTimeout)]
    [InlineData(AttemptStatus.Throttled, FailureCode.VendorThrottled)]
    [InlineData(AttemptStatus.NoPermit, FailureCode.VendorThrottled)]
    [InlineData(AttemptStatus.NotConfigured, FailureCode.ServiceNotConfigured)]
    [InlineData(AttemptStatus.NotAdmitted, FailureCode.CircuitOpen)]
    [InlineData(AttemptStatus.SealBroken, FailureCode.Internal)]
    public void Every_end_of_an_attempt_has_its_code(AttemptStatus status, FailureCode code) =>
        Assert.Equal(code, status.ToFailureCode());

    [Theory]
    [MemberData(nameof(FailureCodes))]
    public void Every_failure_has_the_code_of_its_problem(FailureCode failure, string code) =>
        Assert.Equal(code, failure.ToCode());

    [Fact]
    public void The_table_of_ends_is_whole()
    {
        var tabled = typeof(ValidationOutcomeTests).GetMethod(nameof(Every_end_of_an_attempt_has_its_code))!
            .CustomAttributes.Where(row => row.AttributeType == typeof(InlineDataAttribute)).Count();
        Assert.Equal(Enum.GetValues<AttemptStatus>().Length - 1, tabled);
    }

    [Theory]
    [InlineData(FailureCode.VendorRejected, false)]
    [InlineData(FailureCode.VendorInvalidResponse, false)]
    [InlineData(FailureCode.VendorError, true)]
    [InlineData(FailureCode.VendorTimeout, true)]
    [InlineData(FailureCode.VendorThrottled, true)]
    [InlineData(FailureCode.CircuitOpen, true)]
    [InlineData(FailureCode.ServiceNotConfigured, false)]
    [InlineData(FailureCode.Internal, false)]
    public void An_older_score_answers_only_while_the_vendor_cannot_be_used(FailureCode code, bool degraded) =>
        Assert.Equal(degraded, code.AllowsDegradedMode());

    [Fact]
    public void An_attempts_id_is_unique_over_attempts_and_runs()
    {
        var input = Sample.Input();
        var later = input with { AcceptedAt = input.AcceptedAt.AddMilliseconds(1) };
        var other = input with { ValidationId = Sample.OtherId };
        Assert.Equal(6, new[] { input, later, other }.SelectMany(run => new[] { run.AttemptId("riskshield", 1),
            run.AttemptId("riskshield", 2) }).Distinct().Count());
    }
}
