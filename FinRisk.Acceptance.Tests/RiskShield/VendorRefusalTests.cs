using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>
/// Contract 3 to 5: what a 4xx of the vendor says. Only 400 and 422 are about the applicant, and final; none counts for the
/// circuit.
/// </summary>
public sealed class VendorRefusalTests : AcceptanceTest
{
    /// <summary>vendor-rejected after one call.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    [InlineData(407)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(451)]
    public async Task A_refusal_is_passed_on_without_retry(int status)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, $"{status}", forever: true);
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation));
        Expect.Problem(answer, 502, "vendor-rejected");
        Expect.NoApplicant(answer, applicant);
        Assert.Single(await Vendor.CallsAsync(correlation));
    }

    /// <summary>The vendor is still at work on the same key, or not ready: asked again, and the score is there.</summary>
    [Theory]
    [InlineData("409 ok", 2)]
    [InlineData("409 409 ok", 3)]
    [InlineData("421 ok", 2)]
    [InlineData("423 ok", 2)]
    [InlineData("425 ok", 2)]
    [InlineData("499 ok", 2)]
    public async Task What_passes_by_itself_is_asked_again(string script, int calls)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var made = await Vendor.CallsAsync(correlation);
        Assert.Equal(calls, made.Length);
        Assert.Single(made.Select(call => call.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task A_409_says_when_to_come_back()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "409/2 ok");
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var calls = await Vendor.CallsAsync(correlation);
        Assert.InRange(
            calls[1].Time - calls[0].Time, TimeSpan.FromSeconds(2) - RealTime.Slack, TimeSpan.FromSeconds(5));
    }

    /// <summary>
    /// A vendor that never gets ready is a time-out for the caller, whose next attempt under the same key gets the score.
    /// </summary>
    [Fact]
    public async Task A_409_is_never_final()
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "409 409 409/1000");
        var refused = await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation));
        Expect.Problem(refused, 504, "vendor-timeout");
        Expect.RetryAfter(refused, AcceptanceSettings.MaxRetryAfter);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, key), applicant);
    }

    /// <summary>What says nothing of the applicant is not replayed: the same idempotency key asks again.</summary>
    [Theory]
    [InlineData("404")]
    [InlineData("405")]
    [InlineData("407")]
    [InlineData("413")]
    [InlineData("403 403")]
    public async Task A_refusal_that_is_not_about_the_applicant_is_not_replayed(string script)
    {
        var (first, second, _) = await AskTwiceAsync(script);
        Expect.Problem(first, 502, "vendor-rejected");
        Assert.Contains("operators", first.Get("detail"), StringComparison.Ordinal);
        second.Is(200);
        Assert.Null(second["Idempotency-Replayed"]);
    }

    [Theory]
    [InlineData("400")]
    [InlineData("422")]
    public async Task A_refusal_of_the_applicant_is_replayed(string script)
    {
        var (first, second, calls) = await AskTwiceAsync(script);
        Expect.Problem(first, 502, "vendor-rejected");
        Assert.Contains("applicant", first.Get("detail"), StringComparison.Ordinal);
        Assert.Equal("vendor-rejected", second.Is(502).Get("code"));
        Assert.Equal("true", second["Idempotency-Replayed"]);
        Assert.Equal(0, calls);
    }

    private async Task<(Answer First, Answer Second, int Calls)> AskTwiceAsync(string script)
    {
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var (one, other) = (Ids.CorrelationId(), Ids.CorrelationId());
        await Vendor.PlanAsync(one, script);
        var first = await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(one));
        var second = await FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(other));
        return (first, second, (await Vendor.CallsAsync(other)).Length);
    }

    /// <summary>The key may just have been rotated: one more call, then it is final.</summary>
    [Theory]
    [InlineData("401 ok", 2, true)]
    [InlineData("403 ok", 2, true)]
    [InlineData("401 401 ok", 2, false)]
    [InlineData("403 403 ok", 2, false)]
    [InlineData("401 422 ok", 2, false)]
    public async Task A_refused_key_is_tried_once_more(string script, int calls, bool scored)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation));
        if (scored)
            Expect.FreshScore(answer, applicant);
        else
            Expect.Problem(answer, 502, "vendor-rejected");
        Assert.Equal(calls, (await Vendor.CallsAsync(correlation)).Length);
    }
}
