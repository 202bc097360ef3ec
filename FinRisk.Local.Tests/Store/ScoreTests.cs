using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Store;

/// <summary>Of an applicant's scores the newest is kept, and only what the vendor gave to that very validation.</summary>
public sealed class ScoreTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task The_newest_is_kept_in_whatever_order_they_come(int first, int second)
    {
        foreach (var minute in (int[])[first, second])
            await ScoreAsync(minute, now: 3);
        Assert.Equal(KnownAt(2), await _bench.Store.FindAsync("applicant-key", default));
        Assert.Equal(1, _bench.Count("scores"));
    }

    [Fact]
    public async Task A_score_that_a_clock_ahead_left_is_replaced_by_the_next()
    {
        await ScoreAsync(60, now: 60);
        await ScoreAsync(1, now: 1);
        Assert.Equal(KnownAt(1), await _bench.Store.FindAsync("applicant-key", default));
    }

    [Fact]
    public async Task A_degraded_answer_is_no_new_score()
    {
        var old = new StoredScore(Sample.Score, Sample.Start.AddDays(-1), Sample.Id(1));
        var outcome = new ValidationOutcome(3, Sample.Start, old, DegradedBy: FailureCode.VendorError);
        await _bench.Store.CompleteAsync(Sample.Ended(Sample.Id(1), outcome, Sample.Start));
        Assert.Null(await _bench.Store.FindAsync("applicant-key", default));
    }

    [Fact]
    public async Task An_applicant_without_a_score_has_none()
    {
        await _bench.Store.CompleteAsync(Sample.Failed(Sample.Id(1)));
        Assert.Null(await _bench.Store.FindAsync("applicant-key", default));
    }

    [Fact]
    public async Task A_level_that_nobody_knows_is_no_score_until_the_next_replaces_it()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1)));
        _bench.Other.Execute("UPDATE scores SET level = 'FAIR'");
        Assert.Null(await _bench.Store.FindAsync("applicant-key", default));
        await ScoreAsync(2, now: 2);
        Assert.Equal(KnownAt(2), await _bench.Store.FindAsync("applicant-key", default));
    }

    private static StoredScore KnownAt(int minute) =>
        new(new VendorScore(minute, RiskLevel.Low), Sample.Start.AddMinutes(minute), Sample.Id((byte)minute));

    private Task ScoreAsync(int minute, int now)
    {
        var scored = Sample.Scored(
            Sample.Id((byte)minute), Sample.Start.AddMinutes(minute), new VendorScore(minute, RiskLevel.Low));
        return _bench.Store.CompleteAsync(scored with { UpdatedAt = Sample.Start.AddMinutes(now) });
    }
}
