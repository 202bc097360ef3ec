using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>Contract 4 and 5: a 4xx of the vendor is its answer, not a fault: not retried, not counted by the circuit.</summary>
public sealed class VendorRefusalTests : AcceptanceTest
{
    /// <summary>vendor-rejected after one call.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(404)]
    [InlineData(409)]
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
