using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using SQLitePCL;

namespace FinRisk.Local.Tests.Store;

/// <summary>A disk without room, or that takes no writing: refused, told as unready, and healed without a restart.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Room = 1_000_000;

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_fresh_store_is_usable()
    {
        Assert.True(await _bench.Store.IsUsableAsync(default));
        Assert.True(_bench.Writer.IsUsable);
    }

    [Fact]
    public async Task A_disk_that_is_full_from_the_start_is_not_usable()
    {
        Inside.Connection(_bench.Writer).Execute("PRAGMA query_only = ON");
        Assert.False(await _bench.Store.IsUsableAsync(default));
    }

    [Fact]
    public async Task A_full_disk_refuses_and_leaves_nothing_behind()
    {
        await FillAsync();
        var count = _bench.Count("running");
        Assert.Equal(raw.SQLITE_FULL, (await Assert.ThrowsAsync<StoreException>(AcceptAsync)).Code);
        Assert.Equal(count, _bench.Count("running"));
    }

    [Fact]
    public async Task A_full_disk_makes_the_store_unusable_for_as_long_as_it_is_full()
    {
        await FillAsync();
        Assert.False(await _bench.Store.IsUsableAsync(default));

        // Asking again does not heal a disk.
        Assert.False(await _bench.Store.IsUsableAsync(default));
    }

    [Fact]
    public async Task Room_on_the_disk_makes_it_usable_again()
    {
        await FillAsync();
        Assert.False(await _bench.Store.IsUsableAsync(default));
        Inside.Connection(_bench.Writer).Execute($"PRAGMA max_page_count = {Room}");
        Assert.True(await _bench.Store.IsUsableAsync(default));
        Assert.True(_bench.Writer.IsUsable);
        await AcceptAsync();
    }

    [Fact]
    public async Task The_question_itself_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _bench.Writer.WriteAsync(_ => throw new InvalidOperationException()));
        Assert.True(await _bench.Store.IsUsableAsync(default));
        Assert.Equal(0, _bench.Count("running"));
    }

    [Fact]
    public async Task A_disk_that_takes_no_writing_is_unusable_until_it_does()
    {
        await _bench.PragmaAsync("query_only = ON");
        Assert.Equal(raw.SQLITE_READONLY, (await Assert.ThrowsAsync<StoreException>(AcceptAsync)).Code);
        Assert.False(await _bench.Store.IsUsableAsync(default));

        Inside.Connection(_bench.Writer).Execute("PRAGMA query_only = OFF");
        Assert.True(await _bench.Store.IsUsableAsync(default));
    }

    [Fact]
    public async Task Whoever_stops_asking_gets_no()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _bench.Writer.WriteAsync(_ => throw new InvalidOperationException()));
        await using (await HeldWriter.HoldAsync(_bench.Writer))
            Assert.False(await _bench.Store.IsUsableAsync(new CancellationToken(canceled: true)));
    }

    /// <summary>Leaves the database the pages it has, and takes up what is free of them.</summary>
    private async Task FillAsync()
    {
        await _bench.PragmaAsync("max_page_count = 1");
        await Assert.ThrowsAsync<StoreException>(async () =>
        {
            for (var number = 0; number < 100; number++)
                await AcceptAsync();
        });
    }

    private byte _next;

    private Task AcceptAsync() => _bench.Writer.WriteAsync(store => store.Accept(Sample.Id(_next++).Value, new byte[2_000]));
}
