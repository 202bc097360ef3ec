using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Store;

/// <summary>A damaged value costs its own row; damaged pages and a missing file are told as what they are.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "finrisk.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("input = x'00ff'")]
    [InlineData("input = CAST('null' AS BLOB)")]
    [InlineData("input = CAST('{}' AS BLOB)")]
    [InlineData("input = (SELECT other.input FROM running other WHERE other.id <> running.id)")]
    public async Task A_validation_that_cannot_be_read_is_set_aside_and_the_others_go_on(string damage)
    {
        await LeaveAsync(damage);
        await using var host = await HostBench.StartAsync(_folder);
        Assert.Equal(Sample.Id(2).Value, (await host.Vendor.NextAsync()).IdempotencyKey);
        Assert.Contains(
            Sample.Id(1).Value,
            Assert.Single(host.Log.Events, entry => entry.Name == "store_value_set_aside").Text,
            StringComparison.Ordinal);
        Assert.Null(await host.Host.FindAsync(Sample.Id(1), default));
        Assert.Equal(("running", "input", Sample.Id(1).Value), SetAside());
    }

    [Theory]
    [InlineData("journal = x'00ff'")]
    [InlineData("journal = CAST('[{}]' AS BLOB)")]
    public async Task A_validation_whose_journal_cannot_be_read_calls_again(string damage)
    {
        await LeaveAsync(damage);
        await using var host = await HostBench.StartAsync(_folder);
        string[] called = [(await host.Vendor.NextAsync()).IdempotencyKey, (await host.Vendor.NextAsync()).IdempotencyKey];
        Assert.Equal([Sample.Id(1).Value, Sample.Id(2).Value], called.Order());
        Assert.Equal(("running", "journal", Sample.Id(1).Value), SetAside());
    }

    [Theory]
    [InlineData("x'00ff'")]
    [InlineData("CAST('null' AS BLOB)")]
    [InlineData("CAST('{\"state\":7,\"reported\":[]}' AS BLOB)")]
    public async Task A_circuit_that_cannot_be_read_is_set_aside_and_starts_closed(string damage)
    {
        await using (var first = await HostBench.StartAsync(_folder))
        {
            var force = new CircuitEvent.Force("ref", CircuitState.Open, "olga", "maintenance");
            await first.Circuit.ForceAsync(ProviderName.RiskShield, force, default);
        }

        Execute($"UPDATE circuit SET snapshot = {damage}");

        await using var second = await HostBench.StartAsync(_folder);
        Assert.Equal(CircuitState.Closed, (await second.Circuit.ReadAsync(ProviderName.RiskShield, default)).State);
        Assert.Equal(("circuit", "snapshot", "riskshield"), SetAside());
    }

    [Fact]
    public async Task A_start_after_that_finds_nothing_more_to_set_aside()
    {
        await LeaveAsync("input = x'00ff'");
        await using (await HostBench.StartAsync(_folder))
        {
            // Setting aside is all it has to do.
        }

        await using var next = await HostBench.StartAsync(_folder);
        Assert.DoesNotContain(next.Log.Events, entry => entry.Name == "store_value_set_aside");
    }

    [Fact]
    public async Task A_damaged_row_is_left_out_of_the_operators_figures()
    {
        await CountAsync(new TestClock());
        Execute("UPDATE figures SET content = x'00ff'");
        await CountAsync(new TestClock());

        await using var third = await HostBench.StartAsync(_folder);
        Assert.Equal((1, true), await AcceptedAsync(third));
        Assert.Single(third.Log.Events, entry => entry.Name == "figures_damaged");
    }

    /// <summary>The operators' page works without the store, and counts what is in it as soon as it can be read.</summary>
    [Fact]
    public async Task Figures_that_could_not_be_read_are_read_later()
    {
        var clock = new TestClock();
        await CountAsync(clock);
        await using var second = await HostBench.StartAsync(_folder, clock);
        Execute("ALTER TABLE figures RENAME COLUMN content TO away");
        Assert.Equal((0, false), await AcceptedAsync(second));
        Assert.Equal((0, false), await AcceptedAsync(second));
        Assert.Single(second.Log.Events, entry => entry.Name == "figures_not_read");

        Execute("ALTER TABLE figures RENAME COLUMN away TO content");
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, true), await AcceptedAsync(second));
    }

    [Fact]
    public async Task Pages_that_cannot_be_read_make_the_store_unusable()
    {
        using var bench = new StoreBench(_folder.Path);
        for (var number = 0; number < 200; number++)
            await bench.Store.CompleteAsync(Sample.Scored(Sample.Id((byte)number), applicantHash: $"key{number}"));
        bench.Other.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.True(await bench.Store.IsUsableAsync(default));

        await using (var file = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4096).ToArray());
        }

        // A commit of somebody else, which makes readers forget what they have in memory. The writer's own last one was well.
        bench.Other.Execute("PRAGMA user_version = 3");
        Assert.True(bench.Writer.IsUsable);
        Assert.Throws<StoreException>(() => bench.Store.Find(Sample.Id(7)));
        Assert.False(await bench.Store.IsUsableAsync(default));
    }

    [Fact]
    public async Task A_database_that_is_deleted_while_it_runs_is_told_and_not_made_anew()
    {
        using var bench = new StoreBench(_folder.Path);
        await bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        Assert.True(await bench.Store.IsUsableAsync(default));
        System.IO.File.Delete(File);

        Assert.False(await bench.Store.IsUsableAsync(default));
        var refused = await Assert.ThrowsAsync<StoreException>(() => bench.Store.AcceptAsync(Sample.Input(Sample.Id(2))));
        Assert.Equal(StoreException.DatabaseMoved, refused.Code);
        Assert.Throws<StoreException>(() => bench.Database.Open());
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_database_without_its_file_but_with_its_log_stops_the_start()
    {
        using (new StoreBench(_folder.Path))
        {
            // Makes the folder.
        }

        System.IO.File.Delete(File);
        await System.IO.File.WriteAllTextAsync(File + "-wal", "the newest commits");
        var exception = Assert.Throws<IOException>(() => new StoreBench(_folder.Path));
        Assert.Contains("finrisk.db is missing, but its log ", exception.Message, StringComparison.Ordinal);
        Assert.Equal("the newest commits", await System.IO.File.ReadAllTextAsync(File + "-wal"));
    }

    /// <summary>Leaves two validations that have made a call each, and damages the first.</summary>
    private async Task LeaveAsync(string damage)
    {
        using (var bench = new StoreBench(_folder.Path))
        {
            foreach (var number in (byte[])[1, 2])
            {
                await bench.Store.AcceptAsync(Sample.Input(Sample.Id(number)));
                await bench.Store.JournalAsync(Sample.Id(number).Value, []);
            }
        }

        Execute($"UPDATE running SET {damage} WHERE id = '{Sample.Id(1).Value}'");
    }

    private static async Task<(long Accepted, bool IsComplete)> AcceptedAsync(HostBench bench)
    {
        var sums = await bench.Figures.ReadAsync(default);
        var day = FigureResponses.CreateWindow(sums, "day", MinuteRing.MinuteOf(bench.Clock.GetUtcNow()), MinuteRing.Minutes);
        return (day.Accepted, sums.IsComplete);
    }

    /// <summary>A process that counts one validation.</summary>
    private async Task CountAsync(TestClock clock)
    {
        await using var bench = await HostBench.StartAsync(_folder, clock);
        bench.Own.RequestHandled(StartKind.Started);
        await bench.FigureWriter.WriteAsync(default);
    }

    private void Execute(string sql)
    {
        using var connection = new StoreConnection(File, create: false);
        connection.Execute(sql);
    }

    private (string Table, string Column, string Key) SetAside()
    {
        using var connection = new StoreConnection(File, create: false);
        using var query = connection.Prepare("SELECT table_name, column_name, row_key FROM set_aside");
        return Assert.Single(query.ReadAll(row => (row.Text(0), row.Text(1), row.Text(2))));
    }
}
