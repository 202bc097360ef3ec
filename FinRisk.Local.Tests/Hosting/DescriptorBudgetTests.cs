using FinRisk.Local.Hosting;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>File descriptors are shared out so that all of them together never pass the limit.</summary>
public sealed class DescriptorBudgetTests
{
    [Theory]
    [InlineData(512, true)]
    [InlineData(1_024, false)]
    [InlineData(1_024, true)]
    [InlineData(4_096, true)]
    [InlineData(1_048_576, false)]
    public void What_is_given_out_fits_into_the_limit(int limit, bool isSimulated)
    {
        var budget = DescriptorBudget.Create(limit, open: 216, maxVendorCalls: 256, isSimulated);
        var used = 216 + budget.Connections + (budget.VendorCalls * (isSimulated ? 2 : 1));
        Assert.InRange(used, 0, limit - 128 - ((limit - 216 - 128) / 10));
        Assert.InRange(budget.VendorCalls, 1, 256);
        Assert.True(budget.Connections >= budget.VendorCalls);
    }

    [Fact]
    public void A_limit_that_is_high_enough_cuts_no_vendor_calls() =>
        Assert.Equal(256, DescriptorBudget.Create(4_096, open: 216, maxVendorCalls: 256, isSimulated: true).VendorCalls);

    [Fact]
    public void A_limit_that_leaves_nothing_is_refused() =>
        Assert.Throws<IOException>(() => DescriptorBudget.Create(360, open: 216, maxVendorCalls: 256, isSimulated: true));
}
