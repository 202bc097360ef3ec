using FinRisk.Functions.Purge;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;

namespace FinRisk.Functions.Tests.Purge;

/// <summary>The ranges of ids that a purge goes through.</summary>
public sealed class IdPrefixesTests
{
    /// <summary>Every minute of nine days: its ids lie in one of the ranges.</summary>
    [Fact]
    public void No_moment_is_left_out()
    {
        var from = Samples.Moment - TimeSpan.FromDays(9);
        var prefixes = IdPrefixes.Between(from, Samples.Moment).ToArray();
        Assert.Equal(prefixes.Order(StringComparer.Ordinal).Distinct(), prefixes);
        Assert.InRange(prefixes.Length, 90, 96);
        for (var moment = from; moment <= Samples.Moment; moment += TimeSpan.FromMinutes(1))
            Assert.Contains(ValidationId.FloorOf(moment)[..IdPrefixes.Length], prefixes);
    }
}
