using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 3: which vendor key a fresh attempt of the same idempotency key calls under.</summary>
public sealed class VendorBillingTests
{
    [Theory]
    [InlineData("id", AttemptStatus.NotAdmitted)]
    [InlineData("id", AttemptStatus.Throttled, AttemptStatus.NoPermit)]
    [InlineData("id", AttemptStatus.KeyRefused)]
    [InlineData("id", AttemptStatus.Misconfigured)]
    [InlineData("id.1", AttemptStatus.ServerError)]
    [InlineData("id.1", AttemptStatus.ServerError, AttemptStatus.Throttled, AttemptStatus.ServerError)]
    [InlineData("id", AttemptStatus.TimedOut, AttemptStatus.ServerError, AttemptStatus.ServerError)]
    [InlineData("id", AttemptStatus.ServerError, AttemptStatus.NetworkFailure)]
    [InlineData("id", AttemptStatus.ServerError, AttemptStatus.Deferred)]
    [InlineData("id", AttemptStatus.ServerError, AttemptStatus.LocalFault)]
    [InlineData("id", AttemptStatus.ServerError, AttemptStatus.InvalidResponse)]
    public void The_key_changes_only_where_nothing_can_have_been_billed(string key, params AttemptStatus[] calls) =>
        Assert.Equal(key, calls.Aggregate(VendorBilling.None, (billing, status) => billing.After(status)).Next().KeyFor("id"));

    [Fact]
    public void What_may_have_been_billed_once_is_never_forgotten()
    {
        var billing = VendorBilling.None.After(AttemptStatus.TimedOut).Next();
        for (var run = 0; run < 3; run++)
            billing = billing.After(AttemptStatus.ServerError).Next();
        Assert.Equal("id", billing.KeyFor("id"));
    }

    [Fact]
    public void Each_run_of_errors_alone_takes_a_key_of_its_own()
    {
        var billing = VendorBilling.None;
        for (var run = 1; run <= 3; run++)
        {
            billing = billing.After(AttemptStatus.ServerError).Next();
            Assert.Equal($"id.{run}", billing.KeyFor("id"));
        }
    }
}
