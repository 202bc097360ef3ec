using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>
/// Contract 5: the vendor may say when to come back. 429 does not count for the circuit, so this runs beside others.
/// </summary>
public sealed class RetryAfterTests : AcceptanceTest
{
    /// <summary>In seconds.</summary>
    [Fact]
    public async Task A_wait_in_seconds_is_honoured() =>
        Assert.InRange(await WaitAfterAsync("429/2 ok"), TimeSpan.FromSeconds(2) - RealTime.Slack, TimeSpan.FromSeconds(4));

    /// <summary>As a date, which has whole seconds and so may be up to one short.</summary>
    [Fact]
    public async Task A_wait_as_http_date_is_honoured() =>
        Assert.InRange(await WaitAfterAsync("429@3 ok"), TimeSpan.FromSeconds(2) - RealTime.Slack, TimeSpan.FromSeconds(5));

    /// <summary>Not longer than we are willing to.</summary>
    [Theory]
    [InlineData("429/60 ok")]
    [InlineData("429@3600 ok")]
    [InlineData("429/2147483648 ok")]
    [InlineData("429/99999999999999999999 ok")]
    public async Task A_longer_wait_is_cut_to_the_limit(string script) => Assert.InRange(
        await WaitAfterAsync(script), AcceptanceSettings.MaxRetryAfter - RealTime.Slack,
        AcceptanceSettings.MaxRetryAfter + TimeSpan.FromSeconds(2));

    /// <summary>Nonsense is as good as nothing: the usual wait.</summary>
    [Theory]
    [InlineData("429/soon ok")]
    [InlineData("429/-5 ok")]
    [InlineData("429/0 ok")]
    [InlineData("429 ok")]
    public async Task Without_a_usable_wait_the_usual_one_is_taken(string script) =>
        Assert.InRange(await WaitAfterAsync(script), TimeSpan.Zero, AcceptanceSettings.MaxRetryAfter - TimeSpan.FromSeconds(0.2));

    /// <summary>Some vendors write a fraction.</summary>
    [Fact]
    public async Task A_fraction_of_a_second_is_honoured() =>
        Assert.InRange(await WaitAfterAsync("429/1.5 ok"), TimeSpan.FromSeconds(1.5) - RealTime.Slack, TimeSpan.FromSeconds(3.5));

    /// <summary>The caller is told to come back later, and by when.</summary>
    [Theory]
    [InlineData("429 429 429")]
    [InlineData("429 429 429/2")]
    [InlineData("429 429 429/1000")]
    public async Task After_the_last_attempt_the_caller_is_told_when_to_come_back(string script)
    {
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        var answer = await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation));
        Expect.Problem(answer, 503, "vendor-throttled");
        Expect.RetryAfter(answer, AcceptanceSettings.MaxRetryAfter);
        Assert.Equal(AcceptanceSettings.MaxAttempts, (await Vendor.CallsAsync(correlation)).Length);
    }

    private async Task<TimeSpan> WaitAfterAsync(string script)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var calls = await Vendor.CallsAsync(correlation);
        Assert.Equal(2, calls.Length);
        return calls[1].Time - calls[0].Time;
    }
}
