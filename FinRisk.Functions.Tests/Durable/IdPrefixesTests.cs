using FinRisk.Functions.Durable;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;

namespace FinRisk.Functions.Tests.Durable;

/// <summary>The prefixes of the ids of a time range leave no id out.</summary>
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

    /// <summary>An id made from an idempotency key begins with the start of its window, up to a day before.</summary>
    [Theory]
    [InlineData(24 * 60)]
    [InlineData(60)]
    [InlineData(1)]
    public void The_window_of_an_idempotency_key_is_not_left_out(int windowMinutes)
    {
        var window = TimeSpan.FromMinutes(windowMinutes);
        var now = new DateTimeOffset(2026, 11, 27, 0, 10, 0, TimeSpan.Zero);
        var from = now - TimeSpan.FromHours(2);
        var prefixes = IdPrefixes.AcceptedBetween(from, now, window).ToArray();
        for (var accepted = from; accepted <= now; accepted += TimeSpan.FromMinutes(1))
        {
            var windowStart = accepted.AddTicks(-(accepted.UtcTicks % window.Ticks));
            Assert.Contains(ValidationId.FloorOf(windowStart)[..IdPrefixes.Length], prefixes);
            Assert.Contains(ValidationId.FloorOf(accepted)[..IdPrefixes.Length], prefixes);
        }
    }
}
