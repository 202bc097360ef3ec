using System.Globalization;
using FinRisk.Functions.Purge;

namespace FinRisk.Functions.Tests.Purge;

/// <summary>The purge's timer, and the interval from which the slices of the scores are derived, say the same.</summary>
public sealed class PurgeFunctionTests
{
    [Fact]
    public void The_schedule_is_the_interval()
    {
        var minutes = PurgeFunction.Interval.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(PurgeFunction.Schedule, $"0 */{minutes} * * * *");
    }
}
