using CsCheck;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>The moments at which calls may start.</summary>
public sealed class CallSlotsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public void A_seconds_worth_may_come_at_once_and_the_rest_waits_in_turn()
    {
        var slots = new CallSlots(2);
        var waits = Enumerable.Range(0, 6).Select(_ => slots.Reserve(1_000, Long).Wait.TotalSeconds);
        Assert.Equal([0, 0, 1, 1, 2, 2], waits);
    }

    [Fact]
    public void What_would_wait_too_long_is_told_how_long_and_takes_no_place()
    {
        var slots = new CallSlots(1);
        Assert.Equal(new CallSlot(true, TimeSpan.Zero), slots.Reserve(0, TimeSpan.Zero));
        for (var i = 0; i < 3; i++)
            Assert.Equal(new CallSlot(false, TimeSpan.FromSeconds(1)), slots.Reserve(0, TimeSpan.FromSeconds(0.999)));
        Assert.Equal(new CallSlot(true, TimeSpan.FromSeconds(1)), slots.Reserve(0, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void What_was_reserved_elsewhere_counts()
    {
        var slots = new CallSlots(1);
        slots.AddReserved(TimeSpan.FromSeconds(3).Ticks);
        Assert.Equal(TimeSpan.FromSeconds(4), slots.Reserve(0, Long).Wait);
    }

    [Fact]
    public void No_second_of_any_phase_holds_more_than_allowed() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 700].Array[1, 80]).Sample((limit, gaps) =>
    {
        var slots = new CallSlots(limit);
        var now = 0L;
        var starts = new List<long>();
        foreach (var gap in gaps)
        {
            now += TimeSpan.FromMilliseconds(gap).Ticks;
            var slot = slots.Reserve(now, TimeSpan.FromSeconds(3));
            if (slot.Granted)
                starts.Add(now + slot.Wait.Ticks);
        }

        Assert.Equal(starts.Order(), starts);
        for (var i = limit; i < starts.Count; i++)
            Assert.True(starts[i] - starts[i - limit] >= TimeSpan.TicksPerSecond);
    });
}
