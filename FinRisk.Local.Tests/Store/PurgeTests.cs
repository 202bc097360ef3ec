using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Local.Tests.Store;

/// <summary>What has outlived its retention goes, nothing else, and the room it took is used again.</summary>
public sealed class PurgeTests : IDisposable
{
    private const string HashAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private readonly StoreBench _bench = new();
    private readonly TestClock _clock = new();
    private readonly StorePurge _purge;

    public PurgeTests() => _purge = new StorePurge(
        _bench.Writer, new FinRiskSettings(), _clock, _bench.Log.CreateLogger<StorePurge>());

    public void Dispose()
    {
        _purge.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_validation_goes_when_it_has_outlived_its_seven_days()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1)));
        _clock.Advance(TimeSpan.FromDays(7));
        await _purge.PurgeAsync();
        Assert.NotNull(_bench.Store.Find(Sample.Id(1)));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _purge.PurgeAsync();
        Assert.Null(_bench.Store.Find(Sample.Id(1)));
    }

    [Fact]
    public async Task An_old_id_that_ended_lately_stays()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1), Sample.Start.AddDays(6)));
        _clock.Advance(TimeSpan.FromDays(8));
        await _purge.PurgeAsync();
        Assert.NotNull(_bench.Store.Find(Sample.Id(1)));
    }

    /// <summary>Figures go when the page's day has no part of their hour any more.</summary>
    [Fact]
    public async Task Figures_of_the_page_go_after_their_day()
    {
        var hour = Sample.Start.AddMinutes(-Sample.Start.Minute);
        await _bench.Writer.WriteAsync(store => store.SaveFigures(new StoredFigures("process", hour, [1])));
        _clock.Advance(hour.AddHours(25) - Sample.Start);
        await _purge.PurgeAsync();
        Assert.Equal(1, _bench.Count("figures"));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _purge.PurgeAsync();
        Assert.Equal(0, _bench.Count("figures"));
    }

    [Fact]
    public async Task What_is_still_running_stays_however_old()
    {
        await _bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        _clock.Advance(TimeSpan.FromDays(1000));
        await _purge.PurgeAsync();
        Assert.Equal(1, _bench.Count("running"));
    }

    [Fact]
    public async Task All_that_is_due_goes_at_once_however_much_it_is()
    {
        await CompleteManyAsync(1_234, _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromDays(8));
        await _purge.PurgeAsync();
        Assert.Equal(0, _bench.Count("ended"));
    }

    [Fact]
    public async Task Scores_outlive_their_validations_until_thirty_days_are_over()
    {
        var number = (byte)0;
        foreach (var first in HashAlphabet)
        {
            await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(number), applicantHash: first + "key"));
            await _bench.Store.CompleteAsync(
                Sample.Scored(
                    Sample.Id(number++, Sample.Start.AddDays(29)), Sample.Start.AddDays(29), applicantHash: first + "young"));
        }

        _clock.Advance(TimeSpan.FromDays(30));
        await PurgeRoundAsync();
        Assert.Equal(2 * HashAlphabet.Length, _bench.Count("scores"));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await PurgeRoundAsync();
        Assert.Equal(HashAlphabet.Length, _bench.Count("scores"));
        Assert.Equal(HashAlphabet.Length, _bench.Number("SELECT count(*) FROM scores WHERE applicant_key LIKE '%young'"));
    }

    /// <summary>A host that is started every hour would otherwise never come to the last of them.</summary>
    [Fact]
    public async Task The_first_purge_of_a_process_takes_all_scores_that_are_due()
    {
        foreach (var (first, number) in HashAlphabet.Select((first, number) => (first, number)))
            await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id((byte)number), applicantHash: first + "key"));
        _clock.Advance(TimeSpan.FromDays(31));
        await _purge.PurgeAsync();
        Assert.Equal(0, _bench.Count("scores"));
    }

    [Fact]
    public async Task The_purge_begins_with_the_process()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1)));
        _clock.Advance(TimeSpan.FromDays(8));
        await _purge.StartAsync(default);
        await WhenEmptyAsync().WaitAsync(Patience.Long);
        await _purge.StopAsync(default);
    }

    /// <summary>
    /// Ten days of work, an hour apart, and a clock that jumps ahead by a year: one purge takes an hour of it, and says so.
    /// </summary>
    [Fact]
    public async Task A_clock_that_jumps_ahead_does_not_empty_the_store_at_once()
    {
        for (var hour = 0; hour < 240; hour++)
        {
            var at = Sample.Start.AddHours(hour);
            await _bench.Store.CompleteAsync(
                Sample.Scored(Sample.Id((byte)hour, at), at, applicantHash: $"{HashAlphabet[hour % 4]}{hour}"));
        }

        _clock.Advance(TimeSpan.FromDays(9 * 365));
        for (var purge = 1; purge <= 3; purge++)
        {
            await _purge.PurgeAsync();
            Assert.Equal((240 - purge, 240 - purge), (_bench.Count("ended"), _bench.Count("audit")));
        }

        Assert.InRange(_bench.Count("scores"), 200, 239);
        Assert.Single(_bench.Log.Events, entry => entry.Name == "purge_behind");
    }

    /// <summary>Once all that is due has gone, the next jump is told again.</summary>
    [Fact]
    public async Task A_host_that_was_away_catches_up()
    {
        for (var hour = 0; hour < 5; hour++)
            await _bench.Store.CompleteAsync(
                Sample.Scored(Sample.Id((byte)hour, Sample.Start.AddHours(hour)), Sample.Start.AddHours(hour)));
        _clock.Advance(TimeSpan.FromDays(8));
        for (var purge = 0; purge < 5; purge++)
            await _purge.PurgeAsync();
        Assert.Equal((0, 5), (_bench.Count("ended"), _bench.Count("audit")));
        Assert.Single(_bench.Log.Events, entry => entry.Name == "purge_behind");
    }

    [Fact]
    public async Task Audit_records_go_after_seven_years()
    {
        await CompleteManyAsync(1_234, _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromDays(2557));
        await _purge.PurgeAsync();
        Assert.Equal((0, 1_234), (_bench.Count("ended"), _bench.Count("audit")));

        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1), _clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _purge.PurgeAsync();
        Assert.Equal(1, _bench.Count("audit"));
    }

    [Fact]
    public async Task After_a_purge_as_many_again_take_no_more_room()
    {
        await CompleteManyAsync(1_000, _clock.GetUtcNow());
        var pages = _bench.Number("PRAGMA page_count");
        for (var week = 0; week < 3; week++)
        {
            _clock.Advance(TimeSpan.FromDays(2558));
            await PurgeRoundAsync();
            Assert.Equal((0, 0), (_bench.Count("ended"), _bench.Count("scores")));
            await CompleteManyAsync(1_000, _clock.GetUtcNow());
        }

        // A page or two may lie differently; a file that grew would have four times as many.
        Assert.InRange(_bench.Number("PRAGMA page_count"), pages - 2, pages + 2);
    }

    [Fact]
    public async Task It_purges_every_minute()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1)));
        await _purge.StartAsync(default);
        await _clock.WhenWaitingAsync(StorePurge.Interval, StorePurge.Interval);
        var purged = WhenEmptyAsync();
        _clock.Advance(TimeSpan.FromDays(8));
        await purged.WaitAsync(Patience.Long);
        await _purge.StopAsync(default);
    }

    [Fact]
    public async Task A_purge_that_the_disk_refuses_is_tried_again_at_the_next_minute()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(1)));
        await _bench.PragmaAsync("query_only = ON");

        // The purge at the start is refused as well, and whichever comes first is logged.
        var refused = _bench.Log.WhenAsync("store_commit_failed");
        await _purge.StartAsync(default);
        await _clock.WhenWaitingAsync(StorePurge.Interval, StorePurge.Interval);
        _clock.Advance(TimeSpan.FromDays(8));
        await refused.WaitAsync(Patience.Long);

        Inside.Connection(_bench.Writer).Execute("PRAGMA query_only = OFF");
        var purged = WhenEmptyAsync();
        while (!purged.IsCompleted && !_purge.ExecuteTask!.IsCompleted)
        {
            _clock.Advance(StorePurge.Interval);
            await Task.WhenAny(purged, Task.Delay(10));
        }

        Assert.Equal(TaskStatus.RanToCompletion, purged.Status);
        await _purge.StopAsync(default);
    }

    private async Task PurgeRoundAsync()
    {
        foreach (var _ in HashAlphabet)
            await _purge.PurgeAsync();
    }

    /// <summary>Ends when the other connection sees no ended validation any more.</summary>
    private async Task WhenEmptyAsync()
    {
        while (await Task.Run(() => _bench.Count("ended")) > 0)
            await Task.Delay(5);
    }

    private Task CompleteManyAsync(int count, DateTimeOffset at) => Task.WhenAll(Enumerable.Range(0, count).Select(number =>
    {
        var id = ValidationId.Create(at.ToUnixTimeMilliseconds(), [.. BitConverter.GetBytes(number), .. new byte[12]]);
        return _bench.Store.CompleteAsync(
            Sample.Scored(id, at, applicantHash: $"{HashAlphabet[number % HashAlphabet.Length]}{number:D42}"));
    }));
}
