using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 3: which vendor key a fresh attempt of the same idempotency key calls under.</summary>
public sealed class VendorBillingTests
{
    [Theory]
    [InlineData("", AttemptStatus.NotAdmitted)]
    [InlineData("", AttemptStatus.Throttled, AttemptStatus.NoPermit)]
    [InlineData("", AttemptStatus.KeyRefused)]
    [InlineData("", AttemptStatus.Misconfigured)]
    [InlineData(".1", AttemptStatus.ServerError)]
    [InlineData(".1", AttemptStatus.ServerError, AttemptStatus.Throttled, AttemptStatus.ServerError)]
    [InlineData("", AttemptStatus.TimedOut, AttemptStatus.ServerError, AttemptStatus.ServerError)]
    [InlineData("", AttemptStatus.ServerError, AttemptStatus.NetworkFailure)]
    [InlineData("", AttemptStatus.ServerError, AttemptStatus.Deferred)]
    [InlineData("", AttemptStatus.ServerError, AttemptStatus.LocalFault)]
    [InlineData("", AttemptStatus.ServerError, AttemptStatus.InvalidResponse)]
    public void The_key_changes_only_where_nothing_can_have_been_billed(string suffix, params AttemptStatus[] calls)
    {
        var billing = calls.Aggregate(VendorBilling.None, (billing, status) => billing.After(status)).ForNextRun();
        Assert.Equal(Sample.Id + suffix, billing.IdempotencyKeyFor(Sample.Id, ProviderName.RiskShield));
    }

    [Fact]
    public void The_backup_has_keys_of_its_own()
    {
        var billing = VendorBilling.None;
        Assert.Equal($"{Sample.Id}.backup", billing.IdempotencyKeyFor(Sample.Id, "scoretwo"));
        Assert.Equal(
            $"{Sample.Id}.backup.1",
            billing.After(AttemptStatus.ServerError).ForNextRun().IdempotencyKeyFor(Sample.Id, "scoretwo"));
    }

    [Fact]
    public void What_may_have_been_billed_once_is_never_forgotten()
    {
        var billing = VendorBilling.None.After(AttemptStatus.TimedOut).ForNextRun();
        for (var run = 0; run < 3; run++)
            billing = billing.After(AttemptStatus.ServerError).ForNextRun();
        Assert.Equal(Sample.Id.Value, billing.IdempotencyKeyFor(Sample.Id, ProviderName.RiskShield));
    }

    [Fact]
    public void Each_run_of_errors_alone_takes_a_key_of_its_own()
    {
        var billing = VendorBilling.None;
        for (var run = 1; run <= 3; run++)
        {
            billing = billing.After(AttemptStatus.ServerError).ForNextRun();
            Assert.Equal($"{Sample.Id}.{run}", billing.IdempotencyKeyFor(Sample.Id, ProviderName.RiskShield));
        }
    }
}
