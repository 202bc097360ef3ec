using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>Contract 5: a key that the vendor stops accepting, and accepts again, needs no restart.</summary>
public sealed class KeyRotationTests : VendorTroubleTest
{
    /// <summary>Two calls, a refusal, and the host goes on to serve.</summary>
    [Fact]
    public async Task A_refused_key_ends_in_a_refusal_and_recovers()
    {
        await Vendor.AcceptKeysAsync("the-next-key");
        var correlation = Ids.CorrelationId();
        Expect.Problem(await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation)), 502, "vendor-rejected");
        var calls = await Vendor.CallsAsync(correlation);
        Assert.Equal(2, calls.Length);
        Assert.All(calls, call => Assert.False(call.KeyValid, "The vendor accepts another key now."));

        // The first keys again, whichever the host under test has.
        await Vendor.ResetAsync();
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
    }
}
