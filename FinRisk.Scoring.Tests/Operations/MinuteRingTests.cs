using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>Counters of a day by the minute.</summary>
public sealed class MinuteRingTests
{
    private const long Now = 29_000_000;

    private readonly MinuteRing _ring = new(width: 3);

    [Fact]
    public void A_sum_holds_its_minutes_and_no_others()
    {
        _ring.Count(Now, 0);
        _ring.Count(Now, 0);
        _ring.Count(Now - 59, 0);
        _ring.Count(Now - 60, 0);
        _ring.Count(Now, 2);
        Assert.Equal([3L, 0L, 1L], _ring.Sum(Now, 60));
        Assert.Equal([2L, 0L, 1L], _ring.Sum(Now, 1));
        Assert.Equal([4L, 0L, 1L], _ring.Sum(Now, MinuteRing.Minutes));
    }

    [Fact]
    public void A_day_later_a_row_begins_anew()
    {
        _ring.Count(Now, 1);
        Assert.Equal(0, _ring.Sum(Now + MinuteRing.Minutes, MinuteRing.Minutes)[1]);
        _ring.Count(Now + MinuteRing.Minutes, 1);
        Assert.Equal(1, _ring.Sum(Now + MinuteRing.Minutes, MinuteRing.Minutes)[1]);
    }

    [Fact]
    public void What_is_a_day_late_is_not_counted_for_today()
    {
        _ring.Count(Now, 1);
        _ring.Count(Now - MinuteRing.Minutes, 1);
        Assert.Equal(1, _ring.Sum(Now, MinuteRing.Minutes)[1]);
    }

    [Fact]
    public async Task No_count_is_lost_between_threads_also_where_a_minute_begins()
    {
        const int Each = 20_000;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                _ring.Count(Now + (i / 100), i % 3);
        })));
        Assert.Equal(4 * Each, _ring.Sum(Now + (Each / 100), MinuteRing.Minutes).Sum());
    }

    [Fact]
    public void A_minute_and_its_beginning_belong_together()
    {
        var moment = new DateTimeOffset(2026, 11, 22, 10, 15, 42, TimeSpan.Zero);
        Assert.Equal(moment.AddSeconds(-42), MinuteRing.StartOf(MinuteRing.MinuteOf(moment)));
    }
}
