using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 9: the switches, on a host that has all of them off.</summary>
public sealed class FeatureSwitchTests
{
    /// <summary>One host serves all of these, since none of them disturbs another.</summary>
    [OwnHostFact]
    public async Task Each_switch_changes_what_it_says_and_no_more()
    {
        using var target = await OwnTarget.StartAsync(
            ("Validation:StrictIdNumber", "false"), ("Features:ScoreCache", "false"), ("Features:GracefulDegradation", "false"));
        await ThirteenDigitsAreEnoughAsync(target);
        await TheVendorIsAskedEveryTimeAsync(target);
        await AFailureIsAFailureAsync(target);
    }

    private static async Task ThirteenDigitsAreEnoughAsync(OwnTarget target)
    {
        foreach (var idNumber in new[] { "9001011234088", "0000000000000", "9999999999099" })
        {
            var applicant = Applicant.New() with { IdNumber = idNumber };
            Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
        }

        // The citizenship digit is neither a date nor a checksum.
        foreach (var idNumber in new[] { "9001011234388", "", "900101123408", "90010112340888", "9O01011234088" })
            Expect.Errors(await target.FinRisk.ValidateAsync(Applicant.New() with { IdNumber = idNumber }), "idNumber");
    }

    private static async Task TheVendorIsAskedEveryTimeAsync(OwnTarget target)
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
        var second = Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
        Assert.NotEqual(first.GetProperty("validationId").GetString(), second.GetProperty("validationId").GetString());
    }

    private static async Task AFailureIsAFailureAsync(OwnTarget target)
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        (await target.FinRisk.ValidateAsync(applicant)).Is(200);
        await target.Vendor.PlanAsync(correlation, "500 500 500");
        Expect.Problem(await target.FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), 502, "vendor-error");
    }
}
