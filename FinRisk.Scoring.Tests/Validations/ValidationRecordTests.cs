using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 2: what a look-up says of a validation, before and after its end.</summary>
public sealed class ValidationRecordTests
{
    private static readonly DateTimeOffset Later = Sample.Start.AddSeconds(40);

    [Theory]
    [InlineData(false, ValidationStatus.Pending)]
    [InlineData(true, ValidationStatus.Running)]
    public void Before_the_first_call_it_is_pending_and_then_it_runs(bool isBegun, ValidationStatus status)
    {
        var record = ValidationRecord.Unfinished(Sample.Input(), isBegun, Later, progress: null);
        Assert.Equal(
            new ValidationRecord(Sample.Id, "alice", "corr-1", "applicant-key", status, Sample.Start, Later, 0, Outcome: null),
            record);
    }

    [Fact]
    public void While_it_waits_the_record_says_why_and_until_when()
    {
        var history = new AttemptHistory([]);
        var progress = new ValidationProgress(ValidationProgress.Waiting, 3, 3, Later, Code: "vendor-error", History: history);
        var record = ValidationRecord.Unfinished(Sample.Input(), isBegun: true, Sample.Start, progress);
        Assert.Equal(ValidationStatus.Waiting, record.Status);
        Assert.Equal(new WaitingReason("vendor-error", Later), record.Waiting);
        Assert.Equal((3, history), (record.Attempts, record.History));
    }

    /// <summary>Between two attempts of the first seconds no time and no reason are told, so it runs.</summary>
    [Theory]
    [InlineData("calling", true, "vendor-error")]
    [InlineData("waiting", false, "vendor-error")]
    [InlineData("waiting", true, null)]
    public void Only_a_wait_with_a_time_and_a_reason_is_one(string stage, bool hasTime, string? code)
    {
        var progress = new ValidationProgress(stage, 1, 2, hasTime ? Later : null, Code: code);
        var record = ValidationRecord.Unfinished(Sample.Input(), isBegun: true, Sample.Start, progress);
        Assert.Equal((ValidationStatus.Running, null, 2), (record.Status, record.Waiting, record.Attempts));
    }

    [Theory]
    [InlineData(null, ValidationStatus.Completed)]
    [InlineData(FailureCode.VendorError, ValidationStatus.Failed)]
    public void After_its_end_it_is_completed_or_failed(FailureCode? failure, ValidationStatus status)
    {
        var outcome = new ValidationOutcome(2, Sample.Start, Failure: failure);
        Assert.Equal(
            new ValidationRecord(Sample.Id, "alice", "corr-1", "applicant-key", status, Sample.Start, Later, 2, outcome),
            ValidationRecord.Ended(Sample.Input(), outcome, Later));
    }
}
