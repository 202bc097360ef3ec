using System.Diagnostics;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 1: how long a caller waits for its answer.</summary>
public sealed class PreferTests : AcceptanceTest
{
    /// <summary>202 at once.</summary>
    [Fact]
    public async Task Respond_async_is_accepted_and_goes_on()
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Prefer("respond-async"));
        var id = Expect.Accepted(answer);
        Assert.Equal("respond-async", answer["Preference-Applied"]);
        Expect.NoApplicant(answer, applicant);

        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Assert.Equal("Completed", status.Get("status"));
        Expect.ScoreResponse(status.Json.GetProperty("result"), applicant);
    }

    /// <summary>The wait ends, the validation does not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task After_the_preferred_wait_the_answer_is_202(int seconds)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "429/3 ok");
        var watch = Stopwatch.StartNew();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation), Ids.Prefer($"wait={seconds}"));
        var id = Expect.Accepted(answer);
        Assert.Equal($"wait={seconds}", answer["Preference-Applied"]);
        var wait = TimeSpan.FromSeconds(seconds);
        Assert.InRange(watch.Elapsed, wait - RealTime.Slack, wait + TimeSpan.FromSeconds(2.5));

        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Expect.ScoreResponse(status.Json.GetProperty("result"), applicant);
        Assert.Equal(2, status.Json.GetProperty("attempts").GetInt32());
    }

    /// <summary>A result in time is a 200.</summary>
    [Fact]
    public async Task Within_the_preferred_wait_the_answer_is_the_score()
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Prefer("wait=20"));
        Expect.FreshScore(answer, applicant);
        Assert.Equal("wait=20", answer["Preference-Applied"]);
    }

    /// <summary>A wait longer than the usual one is honoured too.</summary>
    [Fact]
    public async Task A_preferred_wait_may_be_longer_than_the_usual_one()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "429/3 429/3 ok");
        Expect.FreshScore(
            await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation), Ids.Prefer("wait=30")), applicant);
    }

    /// <summary>The usual wait.</summary>
    [Fact]
    public async Task After_the_usual_wait_the_answer_is_202()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "429/3 429/3 ok");
        var watch = Stopwatch.StartNew();
        var answer = await FinRisk.WithTheUsualWait().ValidateAsync(applicant, Ids.CorrelatedBy(correlation));
        var id = Expect.Accepted(answer);
        Assert.InRange(
            watch.Elapsed,
            AcceptanceSettings.SyncWait - RealTime.Slack,
            AcceptanceSettings.SyncWait + TimeSpan.FromSeconds(2.5));
        Assert.Null(answer["Preference-Applied"]);
        Expect.ScoreResponse((await ValidationStatus.FinishedAsync(FinRisk, id)).Json.GetProperty("result"), applicant);
    }

    /// <summary>RFC 7240: what is not understood is ignored.</summary>
    [Theory]
    [InlineData("wait=abc")]
    [InlineData("wait=-1")]
    [InlineData("wait=")]
    [InlineData("wait")]
    [InlineData("return=minimal")]
    [InlineData("respond_async")]
    [InlineData(";;,,==")]
    public async Task A_preference_that_is_not_understood_is_ignored(string preference)
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Prefer(preference));
        Expect.FreshScore(answer, applicant);
        Assert.Null(answer["Preference-Applied"]);
    }

    /// <summary>However many digits it has.</summary>
    [Theory]
    [InlineData("61")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999999999")]
    public async Task A_wait_above_the_limit_is_sixty_and_says_so(string seconds)
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.Prefer($"wait={seconds}"));
        Expect.FreshScore(answer, applicant);
        Assert.Equal("wait=60", answer["Preference-Applied"]);
    }
}
