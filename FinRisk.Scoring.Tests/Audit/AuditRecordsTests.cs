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

    /// <summary>Without a validation of its own, a degraded answer has the other's id as its source only.</summary>
    [Theory]
    [InlineData(null, Another, null)]
    [InlineData(FailureCode.CircuitOpen, null, Another)]
    public void A_score_that_is_disclosed_without_a_validation(FailureCode? degradedBy, string? validationId, string? scoreOf) =>
        Assert.Equal(
            new AuditRecord("score-disclosed", EndedAt, "alice")
            {
                CorrelationId = "corr-1",
                ValidationId = validationId,
                ScoreOf = scoreOf,
                Outcome = "scored",
                Level = RiskLevel.High,
                Provider = "scoretwo",
                Attempts = 0,
                Degraded = degradedBy is not null,
            },
            AuditRecords.Disclosed(Score(ValidationId.Parse(Another)), "alice", "corr-1", EndedAt, degradedBy));

    /// <summary>The key's window, the wait for an outage, what is kept longest, and two days.</summary>
    [Theory]
    [InlineData(7, 1, 24 + 2 + (7 * 24) + 48)]
    [InlineData(1, 72, 24 + 2 + 72 + 48)]
    public void All_records_of_a_validation_lie_within_so_many_hours_of_its_id(int keptDays, int cachedHours, int hours) =>
        Assert.Equal(
            TimeSpan.FromHours(hours),
            AuditSearchWindow.AfterIdTime(
                new ValidationSettings { Retention = TimeSpan.FromDays(keptDays), Deadline = TimeSpan.FromHours(2) },
                new ScoreHistorySettings { CacheFor = TimeSpan.FromHours(cachedHours) }));

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
