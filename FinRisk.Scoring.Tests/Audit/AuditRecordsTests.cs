using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>What each act leaves behind.</summary>
public sealed class AuditRecordsTests
{
    private const string Another = "06h08pj2nkjf6kesqi3toco3705q2ev80g50";

    private static readonly DateTimeOffset Accepted = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset EndedAt = Accepted.AddSeconds(2);

    [Fact]
    public void A_score_of_its_own()
    {
        var record = AuditRecords.Ended(Ended(new ValidationOutcome(2, EndedAt, Score(Sample.Id))));
        Assert.Equal(
            new AuditRecord("validation-ended", EndedAt, "alice")
            {
                CorrelationId = "corr-1",
                ValidationId = Sample.Id.Value,
                Outcome = "scored",
                Level = RiskLevel.High,
                Provider = "scoretwo",
                Attempts = 2,
                Degraded = false,
                AcceptedAt = Accepted,
                EndedAt = EndedAt,
            },
            record);
    }

    [Fact]
    public void A_degraded_answer_names_the_validation_whose_score_it_gave()
    {
        var record = AuditRecords.Ended(
            Ended(new ValidationOutcome(3, EndedAt, Score(ValidationId.Parse(Another)), DegradedBy: FailureCode.VendorTimeout)));
        Assert.Equal(("scored", true, Another, 3), (record.Outcome, record.Degraded, record.ScoreOf, record.Attempts));
    }

    [Fact]
    public void A_score_from_the_cache_under_an_idempotency_key_does_too()
    {
        var record = AuditRecords.Ended(Ended(new ValidationOutcome(0, EndedAt, Score(ValidationId.Parse(Another)))));
        Assert.Equal(("scored", false, Another, 0), (record.Outcome, record.Degraded, record.ScoreOf, record.Attempts));
    }

    [Theory]
    [InlineData(FailureCode.VendorRejected, "vendor-rejected")]
    [InlineData(FailureCode.CircuitOpen, "circuit-open")]
    [InlineData(FailureCode.Internal, "internal")]
    public void A_failure_is_told_by_its_code(FailureCode failure, string outcome)
    {
        var record = AuditRecords.Ended(Ended(new ValidationOutcome(1, EndedAt, Failure: failure)));
        Assert.Equal((outcome, null, false), (record.Outcome, record.Level, record.Degraded));
    }

    [Fact]
    public void What_has_not_ended_leaves_nothing() => Assert.Throws<ArgumentException>(() => AuditRecords.Ended(Ended(null)));

    private static StoredScore Score(ValidationId source) =>
        new(new VendorScore(80, RiskLevel.High), EndedAt, source, "scoretwo");

    private static ValidationRecord Ended(ValidationOutcome? outcome) => new(
        Sample.Id, "alice", "corr-1", "hash", ValidationStatus.Completed, Accepted, EndedAt, 1, outcome);
}
