using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using SQLitePCL;

namespace FinRisk.Local.Tests.Store;

/// <summary>A change that cannot be made fails alone; the writer goes on whatever it meets.</summary>
public sealed class GuiltyChangeTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_guilty_change_fails_alone_and_its_batch_mates_are_kept()
    {
        var held = await HeldWriter.HoldAsync(_bench.Writer);
        var before = _bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        var guilty = _bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        var after = _bench.Store.AcceptAsync(Sample.Input(Sample.Id(2)));
        await held.DisposeAsync();

        await Task.WhenAll(before, after);
        var exception = await Assert.ThrowsAsync<StoreException>(() => guilty);
        Assert.Equal(raw.SQLITE_CONSTRAINT_PRIMARYKEY, exception.Code);
        Assert.Equal([Sample.Id(1).Value, Sample.Id(2).Value], _bench.Ids("running"));
    }

    [Fact]
    public async Task What_a_failed_change_had_written_is_rolled_back()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _bench.Writer.WriteAsync(store =>
        {
            store.Accept(Sample.Id(1).Value, [1]);
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal(0, _bench.Count("running"));
    }

    [Fact]
    public async Task The_writer_goes_on_after_any_exception()
    {
        Exception[] faults = [new OperationCanceledException(), new StoreException(raw.SQLITE_IOERR), new FormatException()];
        foreach (var exception in faults)
        {
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => _bench.Writer.WriteAsync(_ => throw exception));
            Assert.Same(exception, thrown);
            Assert.False(_bench.Writer.IsUsable);

            await _bench.Store.JournalAsync(Sample.Id(1).Value, []);
            Assert.True(_bench.Writer.IsUsable);
        }
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_code_and_without_its_message()
    {
        await Assert.ThrowsAsync<StoreException>(() => _bench.Writer.WriteAsync(_ => throw new StoreException(raw.SQLITE_IOERR)));
        _bench.Clock.Advance(StoreWriter.LogInterval);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _bench.Writer.WriteAsync(_ => throw new InvalidOperationException("secret")));

        Assert.Equal(["store_commit_failed", "store_commit_failed"], _bench.Log.Events.Select(entry => entry.Name));
        Assert.Equal([raw.SQLITE_IOERR, null], _bench.Log.Events.Select(entry => (int?)entry.Values["code"]));
        Assert.DoesNotContain(_bench.Log.Events, entry => entry.Text.Contains("secret", StringComparison.Ordinal));
    }

    /// <summary>A full disk refuses thousands of changes a second, and a line for each would be written to it.</summary>
    [Fact]
    public async Task Failures_are_one_line_a_second_that_counts_them()
    {
        for (var second = 0; second < 3; second++)
        {
            for (var change = 0; change < 100; change++)
                await Assert.ThrowsAsync<StoreException>(
                    () => _bench.Writer.WriteAsync(_ => throw new StoreException(raw.SQLITE_FULL)));
            _bench.Clock.Advance(StoreWriter.LogInterval);
        }

        await _bench.Writer.WriteAsync(_ => true);
        Assert.Equal([1L, 100L, 100L, 300L], _bench.Log.Events.Select(entry => (long)entry.Values["failures"]!));
        Assert.Equal("store_recovered", _bench.Log.Events.Last().Name);
    }

    [Fact]
    public void A_fault_says_what_SQLite_calls_it() =>
        Assert.Equal("SQLite answered 13: database or disk is full.", new StoreException(raw.SQLITE_FULL).Message);
}
