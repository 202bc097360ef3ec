using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1, 2 and 5: from a validation's end to the answer.</summary>
public sealed class OutcomeMapperTests
{
    private static readonly DateTimeOffset Now = Sample.Start.AddSeconds(90);
    private static readonly StoredScore Own = new(Sample.Score, Sample.Start.AddSeconds(2), Sample.Id);
    private static readonly StoredScore Older = new(Sample.Score, Sample.Start.AddMinutes(-30), Sample.OtherId);

    [Fact]
    public async Task A_fresh_score_has_the_contracts_members_and_no_age()
    {
        var outcome = new ValidationOutcome(1, Sample.Start, Own);
        var reply = await OutcomeMapper.ToResult(
            HttpSample.Request(), Sample.Record(outcome), outcome, Now, ("X-More", "1")).ReplyAsync();
        Assert.Equal((200, "application/json", "1"), (reply.Status, reply.ContentType, reply.Headers["X-More"].ToString()));
        Assert.Equal(
            $$"""
            {"riskScore":72,"riskLevel":"MEDIUM","degradedMode":false,"status":"Completed","validationId":"{{Sample.Id}}",
            "correlationId":"corr-1","scoredAt":"2026-11-22T10:15:02Z","provider":"riskshield"}
            """.ReplaceLineEndings(""),
            reply.Body.GetRawText());
        Assert.False(reply.Headers.ContainsKey("Age"));
    }

    [Fact]
    public async Task A_cached_score_tells_its_age_and_the_validation_that_obtained_it()
    {
        var outcome = new ValidationOutcome(0, Sample.Start, Older);
        foreach (var result in new[] { OutcomeMapper.ToResult(HttpSample.Request(), Sample.Record(outcome), outcome, Now),
            OutcomeMapper.ToResult(Older, "corr-1", Now) })
        {
            var reply = await result.ReplyAsync();
            Assert.Equal("1890", reply.Headers["Age"]);
            Assert.Equal(
                (Sample.OtherId.Value, "2026-11-22T09:45:00Z", "False"),
                (reply.Text("validationId"), reply.Text("scoredAt"), reply.Text("degradedMode")));
        }
    }

    [Fact]
    public async Task A_clock_that_went_back_makes_no_negative_age() =>
        Assert.Equal("0", (await OutcomeMapper.ToResult(Own, "corr-1", Sample.Start).ReplyAsync()).Headers["Age"]);

    [Theory]
    [InlineData(FailureCode.VendorError, "vendor-error")]
    [InlineData(FailureCode.VendorTimeout, "vendor-timeout")]
    [InlineData(FailureCode.VendorThrottled, "vendor-throttled")]
    [InlineData(FailureCode.CircuitOpen, "circuit-open")]
    public async Task A_degraded_answer_says_why_and_how_old(FailureCode cause, string reason)
    {
        var outcome = new ValidationOutcome(3, Sample.Start, Older, DegradedBy: cause);
        var reply = await OutcomeMapper.ToResult(HttpSample.Request(), Sample.Record(outcome), outcome, Now).ReplyAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            ("True", reason, "2026-11-22T09:45:00Z"),
            (reply.Text("degradedMode"), reply.Text("degradedReason"), reply.Text("scoredAt")));
        Assert.Equal(Sample.Id.Value, reply.Text("validationId"));
        Assert.False(reply.Headers.ContainsKey("Age"));
    }

    [Theory]
    [InlineData(FailureCode.VendorRejected, 502)]
    [InlineData(FailureCode.VendorInvalidResponse, 502)]
    [InlineData(FailureCode.VendorError, 502)]
    [InlineData(FailureCode.VendorTimeout, 504)]
    [InlineData(FailureCode.VendorThrottled, 503)]
    [InlineData(FailureCode.CircuitOpen, 503)]
    [InlineData(FailureCode.ServiceNotConfigured, 503)]
    [InlineData(FailureCode.Internal, 500)]
    public async Task A_failure_is_a_problem_about_the_validation(FailureCode failure, int status)
    {
        var outcome = new ValidationOutcome(3, Sample.Start, Failure: failure);
        var reply = await OutcomeMapper.ToResult(
            HttpSample.Request(), Sample.Record(outcome), outcome, Now, ("X-More", "1")).ReplyAsync();
        Assert.Equal(
            (status, ProblemKind.FromFailure(failure).Code, "/validations/" + Sample.Id),
            (reply.Status, reply.Code, reply.Text("instance")));
        Assert.Equal(("corr-1", "1"), (reply.Text("correlationId"), reply.Headers["X-More"].ToString()));
        Assert.False(reply.Headers.ContainsKey("Retry-After"));
        Assert.EndsWith(".", reply.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(45.5, "46")]
    [InlineData(-10, "1")]
    public async Task What_is_left_until_a_retry_makes_sense_is_told(double leftSeconds, string expected)
    {
        var outcome = new ValidationOutcome(
            0, Sample.Start, Failure: FailureCode.CircuitOpen, RetryAt: Now.AddSeconds(leftSeconds));
        Assert.Equal(expected, (await OutcomeMapper.ToResult(HttpSample.Request(), Sample.Record(outcome), outcome,
            Now).ReplyAsync()).Headers["Retry-After"]);
    }

    [Fact]
    public async Task A_validation_that_goes_on_tells_where_to_look()
    {
        var reply = await OutcomeMapper
            .ToAccepted(HttpSample.Request(), Sample.Id, ValidationStatus.Running, "corr-1", ("Preference-Applied", "wait=0"))
            .ReplyAsync();
        Assert.Equal(202, reply.Status);
        Assert.Equal(
            $$"""{"validationId":"{{Sample.Id}}","status":"Running","correlationId":"corr-1"}""", reply.Body.GetRawText());
        Assert.Equal(
            ("/validations/" + Sample.Id, "1", "wait=0"),
            (
                reply.Headers.Location.ToString(),
                reply.Headers.RetryAfter.ToString(),
                reply.Headers["Preference-Applied"].ToString()));
    }

    [Fact]
    public async Task The_status_of_a_running_validation_has_neither_result_nor_problem()
    {
        var reply = await OutcomeMapper.ToStatus(HttpSample.Request(), Sample.Record(null), Sample.Start).ReplyAsync();
        Assert.Equal("1", reply.Headers.RetryAfter);
        Assert.Equal(
            $$"""
            {"validationId":"{{Sample.Id}}","status":"Running","createdAt":"2026-11-22T10:15:00Z",
            "lastUpdatedAt":"2026-11-22T10:15:03Z","attempts":1}
            """.ReplaceLineEndings(""),
            reply.Body.GetRawText());
    }

    [Fact]
    public async Task The_status_of_a_waiting_validation_says_why_and_until_when()
    {
        var record = Sample.Record(
            null, status: ValidationStatus.Waiting, waiting: new WaitingReason("vendor-timeout", Sample.Start.AddSeconds(70.5)));
        var reply = await OutcomeMapper.ToStatus(HttpSample.Request(), record, Sample.Start.AddSeconds(60)).ReplyAsync();
        Assert.Equal("11", reply.Headers.RetryAfter);
        Assert.Equal(
            $$"""
            {"validationId":"{{Sample.Id}}","status":"Waiting","createdAt":"2026-11-22T10:15:00Z",
            "lastUpdatedAt":"2026-11-22T10:15:03Z","attempts":1,
            "waiting":{"reason":"vendor-timeout","nextAttemptAt":"2026-11-22T10:16:10.5Z"{{"}}"}}
            """.ReplaceLineEndings(""),
            reply.Body.GetRawText());
    }

    /// <summary>A wait may be longer than a caller wants to be without news of an operator's hand.</summary>
    [Theory]
    [InlineData(-5, "1")]
    [InlineData(0.5, "1")]
    [InlineData(60, "60")]
    [InlineData(900, "60")]
    public async Task A_waiting_validation_is_polled_no_sooner_than_its_next_attempt_and_every_minute(
        double seconds, string retryAfter)
    {
        var record = Sample.Record(
            null, status: ValidationStatus.Waiting, waiting: new WaitingReason("circuit-open", Sample.Start.AddSeconds(seconds)));
        var reply = await OutcomeMapper.ToStatus(HttpSample.Request(), record, Sample.Start).ReplyAsync();
        Assert.Equal(retryAfter, reply.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_status_of_a_finished_validation_has_the_result_or_the_problem()
    {
        var scored = await OutcomeMapper.ToStatus(HttpSample.Request(),
            Sample.Record(new ValidationOutcome(2, Sample.Start, Own)), Sample.Start).ReplyAsync();
        Assert.Equal(("Completed", "2", 72), (scored.Text("status"), scored.Text("attempts"),
            scored.Body.GetProperty("result").GetProperty("riskScore").GetInt32()));
        Assert.False(scored.Body.TryGetProperty("problem", out _));
        Assert.False(scored.Headers.ContainsKey("Retry-After"));

        var failed = await OutcomeMapper.ToStatus(HttpSample.Request(),
            Sample.Record(new ValidationOutcome(3, Sample.Start, Failure: FailureCode.VendorTimeout)), Sample.Start).ReplyAsync();
        Assert.Equal(("Failed", "vendor-timeout"),
            (failed.Text("status"), failed.Body.GetProperty("problem").GetProperty("code").GetString()));
        Assert.False(failed.Body.TryGetProperty("result", out _));
    }
}
