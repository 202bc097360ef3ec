using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>Contract 4 and 5: every way in which the vendor fails, with its code and the calls it costs.</summary>
public sealed class VendorFaultTests : VendorTroubleTest
{
    /// <summary>Three attempts, then the code of the last one.</summary>
    [Theory]
    [InlineData("500 500 500", 502, "vendor-error")]
    [InlineData("502 502 502", 502, "vendor-error")]
    [InlineData("503 503 503", 502, "vendor-error")]
    [InlineData("504 504 504", 502, "vendor-error")]
    [InlineData("599 599 599", 502, "vendor-error")]
    [InlineData("cut cut cut", 502, "vendor-error")]
    [InlineData("cut-midway cut-midway cut-midway", 502, "vendor-error")]
    [InlineData("hang hang hang", 504, "vendor-timeout")]
    [InlineData("slow-drip slow-drip slow-drip", 504, "vendor-timeout")]
    [InlineData("500 hang 429", 503, "vendor-throttled")]
    [InlineData("429 500 hang", 504, "vendor-timeout")]
    [InlineData("hang 429 500", 502, "vendor-error")]
    public async Task A_lasting_fault_is_reported_after_the_last_attempt(string script, int status, string code)
    {
        var answer = await AskAsync($"{script} ok", AcceptanceSettings.MaxAttempts);
        Expect.Problem(answer, status, code);
    }

    /// <summary>
    /// A 408 says in the vendor's words what a time-out says in ours; the contract leaves open which code it is.
    /// </summary>
    [Fact]
    public async Task A_lasting_408_is_reported_after_the_last_attempt()
    {
        var answer = await AskAsync("408 408 408 ok", AcceptanceSettings.MaxAttempts);
        if (answer.Status is 504)
            Expect.Problem(answer, 504, "vendor-timeout");
        else
            Expect.Problem(answer, 502, "vendor-error");
    }

    /// <summary>A 200 that is no score is final at once.</summary>
    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("null")]
    [InlineData("array")]
    [InlineData("truncated")]
    [InlineData("wrong-type")]
    [InlineData("fraction")]
    [InlineData("out-of-range")]
    [InlineData("negative")]
    [InlineData("unknown-level")]
    [InlineData("missing-score")]
    [InlineData("missing-level")]
    [InlineData("huge")]
    [InlineData("duplicate-score")]
    [InlineData("duplicate-level")]
    public async Task An_unusable_answer_is_reported_at_once(string fault) =>
        Expect.Problem(await AskAsync($"{fault} ok", calls: 1), 502, "vendor-invalid-response");

    /// <summary>A score that can be read is read, however it is written.</summary>
    [Theory]
    [InlineData("bom")]
    [InlineData("decimal")]
    [InlineData("gzip")]
    [InlineData("brotli")]
    public async Task A_readable_score_is_read(string fault)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, fault);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        Assert.Equal(fault, Assert.Single(await Vendor.CallsAsync(correlation)).Fault);
    }

    /// <summary>A connection that was closed at the other end costs no attempt.</summary>
    [Fact]
    public async Task A_stale_connection_costs_no_attempt()
    {
        var warm = Applicant.New();
        Expect.FreshScore(await FinRisk.ValidateAsync(warm), warm);
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "stale", forever: true);
        var score = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        Assert.Single((await Vendor.CallsAsync(correlation)).Select(call => call.IdempotencyKey).Distinct());
        var status = await ValidationStatus.FinishedAsync(FinRisk, score.GetProperty("validationId").GetString()!);
        Assert.Equal(1, status.Json.GetProperty("attempts").GetInt32());
    }

    /// <summary>
    /// A vendor that stores its 500 under the key: the caller's next attempt gets past it, and there is one bill.
    /// </summary>
    [Fact]
    public async Task An_error_that_the_vendor_replays_is_got_past_by_the_callers_next_attempt()
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var (one, other) = (Ids.CorrelationId(), Ids.CorrelationId());
        await Vendor.PlanAsync(one, "stored-error");
        Expect.Problem(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(one)), 502, "vendor-error");
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(other)), applicant);
        var (before, after) = (await Vendor.CallsAsync(one), await Vendor.CallsAsync(other));
        Assert.Equal(AcceptanceSettings.MaxAttempts, before.Length);
        Assert.Single(before.Select(call => call.IdempotencyKey).Distinct());
        Assert.NotEqual(before[0].IdempotencyKey, Assert.Single(after).IdempotencyKey);
        Assert.Single(before.Concat(after), call => call.Billed);
    }

    /// <summary>
    /// Where a call may have been billed unseen the vendor's key stays, and the second attempt is not billed again.
    /// </summary>
    [Fact]
    public async Task A_call_that_may_have_been_billed_is_not_billed_again_by_the_callers_next_attempt()
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var (one, other) = (Ids.CorrelationId(), Ids.CorrelationId());
        await Vendor.PlanAsync(one, "cut-midway 500 500");
        Expect.Problem(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(one)), 502, "vendor-error");
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(other)), applicant);
        Assert.Single((await Vendor.CallsAsync(one)).Concat(await Vendor.CallsAsync(other)), call => call.Billed);
    }

    /// <summary>A refusal ends the attempts, whatever came before.</summary>
    [Fact]
    public async Task A_refusal_after_a_fault_is_final() =>
        Expect.Problem(await AskAsync("500 422 ok", calls: 2), 502, "vendor-rejected");

    /// <summary>A passing fault costs time, not the answer.</summary>
    [Theory]
    [InlineData("500 ok", 2)]
    [InlineData("408 ok", 2)]
    [InlineData("hang ok", 2)]
    [InlineData("cut ok", 2)]
    [InlineData("cut-midway ok", 2)]
    [InlineData("503 500 ok", 3)]
    [InlineData("hang 429 ok", 3)]
    public async Task A_passing_fault_is_survived(string script, int calls)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        var score = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var made = await Vendor.CallsAsync(correlation);
        Assert.Equal(calls, made.Length);
        Assert.Single(made, call => call.Billed);

        var status = await ValidationStatus.FinishedAsync(FinRisk, score.GetProperty("validationId").GetString()!);
        Assert.Equal(calls, status.Json.GetProperty("attempts").GetInt32());
    }

    /// <summary>A 503 may carry Retry-After as well.</summary>
    [Fact]
    public async Task A_wait_that_comes_with_a_503_is_honoured()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "503/2 ok");
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var calls = await Vendor.CallsAsync(correlation);
        Assert.InRange(
            calls[1].Time - calls[0].Time, TimeSpan.FromSeconds(2) - RealTime.Slack, TimeSpan.FromSeconds(4));
    }

    /// <summary>The vendor's wish after the last attempt is the caller's, cut to our limit.</summary>
    [Theory]
    [InlineData("503 503 503/2", 502, "vendor-error", 2)]
    [InlineData("500 500 503/2147483647", 502, "vendor-error", 3)]
    [InlineData("408 408 408/99999999999999999999", 504, "vendor-timeout", 3)]
    public async Task What_the_vendor_asks_for_at_the_last_attempt_reaches_the_caller(
        string script, int status, string code, int seconds)
    {
        var answer = await AskAsync(script, AcceptanceSettings.MaxAttempts);
        Expect.Problem(answer, status, code);
        Assert.InRange(answer.RetryAfter ?? 0, 1, seconds);
    }

    /// <summary>The second wait is longer than the first; jitter may blur it, but not reverse the sum.</summary>
    [Fact]
    public async Task Attempts_are_spaced_out()
    {
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "500 500 500");
        await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation));
        var calls = await Vendor.CallsAsync(correlation);

        // 0.2 s and 0.4 s before jitter.
        Assert.InRange((calls[2].Time - calls[0].Time).TotalSeconds, 0.2, 3);
    }

    private async Task<Answer> AskAsync(string script, int calls)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation));
        Expect.NoApplicant(answer, applicant);
        Assert.Equal(calls, (await Vendor.CallsAsync(correlation)).Length);
        return answer;
    }
}
