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
        var fault = await Assert.ThrowsAsync<StoreException>(() => guilty);
        Assert.Equal(raw.SQLITE_CONSTRAINT_PRIMARYKEY, fault.Code);
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
        foreach (var fault in (Exception[])[new OperationCanceledException(), new StoreException(raw.SQLITE_IOERR), new FormatException()])
        {
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => _bench.Writer.WriteAsync(_ => throw fault));
            Assert.Same(fault, thrown);
            Assert.False(_bench.Writer.IsUsable);

            await _bench.Store.JournalAsync(Sample.Id(1).Value, []);
            Assert.True(_bench.Writer.IsUsable);
        }
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_code_and_without_its_message()
    {
        await Assert.ThrowsAsync<StoreException>(() => _bench.Writer.WriteAsync(_ => throw new StoreException(raw.SQLITE_IOERR)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Writer.WriteAsync(_ => throw new InvalidOperationException("secret")));

        Assert.Equal(["store_commit_failed", "store_commit_failed"], _bench.Log.Events.Select(entry => entry.Name));
        Assert.Equal([raw.SQLITE_IOERR, null], _bench.Log.Events.Select(entry => (int?)entry.Values["code"]));
        Assert.DoesNotContain(_bench.Log.Events, entry => entry.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_says_what_SQLite_calls_it() =>
        Assert.Equal("SQLite answered 13: database or disk is full.", new StoreException(raw.SQLITE_FULL).Message);
}
