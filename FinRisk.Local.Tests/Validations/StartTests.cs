using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Validations;

/// <summary>
/// Of several requests racing for one id exactly one starts a validation; it is committed before the vendor hears of it.
/// </summary>
public sealed class StartTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_validation_is_on_the_disk_before_the_vendor_is_called()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        Assert.Null(await bench.AcceptAsync(Sample.Input(Id)));
        var call = await bench.Vendor.NextAsync();

        var left = Assert.Single(bench.Readers.Read(reader => reader.ReadState().Unfinished));
        Assert.Equal(Sample.Input(Id) with { Applicant = left.Input.Applicant }, left.Input);
        Assert.Empty(left.Journal);
        Assert.Equal(Id.Value, call.IdempotencyKey);
    }

    [Fact]
    public async Task A_score_ends_it_and_is_kept()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        await bench.AcceptAsync(Sample.Input(Id));
        (await bench.Vendor.NextAsync()).Score();

        var record = await bench.EndOfAsync(Id);
        Assert.Equal((ValidationStatus.Completed, 1), (record.Status, record.Attempts));
        Assert.Equal(Sample.Score, record.Outcome!.Score!.Score);
        Assert.Equal(record, bench.Store.Find(Id));
        Assert.Equal(record.Outcome.Score, await bench.Store.FindAsync("applicant-key", default));
        Assert.Equal(["validation_completed"], bench.Log.Events.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_exactly_one_starts_it()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        var input = Sample.Input(Id);
        var starts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => bench.AcceptAsync(input))));

        Assert.Single(starts, record => record is null);
        Assert.All(starts.OfType<ValidationRecord>(), record => Assert.Equal(
            (Id, ValidationStatus.Running), (record.Id, record.Status)));
        (await bench.Vendor.NextAsync()).Score();
        await bench.EndOfAsync(Id);
        Assert.Single(bench.Vendor.Received);
    }

    [Fact]
    public async Task Joining_waits_until_the_first_is_committed()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        var held = await HeldWriter.HoldAsync(bench.Writer);
        var first = bench.AcceptAsync(Sample.Input(Id));
        var second = bench.AcceptAsync(Sample.Input(Id));
        Assert.Equal(ValidationStatus.Pending, (await bench.Host.FindAsync(Id, default))?.Status);
        Assert.False(second.IsCompleted);

        await held.DisposeAsync();
        Assert.Null(await first);
        Assert.Equal(ValidationStatus.Running, (await second)?.Status);
    }

    [Fact]
    public async Task A_score_stands_in_the_way_of_its_id()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        await bench.Store.CompleteAsync(Sample.Scored(Id));
        Assert.Equal(Sample.Scored(Id), await bench.AcceptAsync(Sample.Input(Id)));
        Assert.Equal(Sample.Scored(Id), await bench.Host.FindAsync(Id, default));
        Assert.Empty(bench.Vendor.Received);
    }

    [Fact]
    public async Task All_who_race_for_an_id_that_has_a_score_get_the_score()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        await bench.Store.CompleteAsync(Sample.Scored(Id));
        var held = await HeldWriter.HoldAsync(bench.Writer);
        var starts = Enumerable.Range(0, 5).Select(_ => bench.AcceptAsync(Sample.Input(Id))).ToArray();
        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(starts), record => Assert.Equal(Sample.Scored(Id), record));
    }

    [Fact]
    public async Task A_failure_of_the_vendor_gives_way_to_a_fresh_validation()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        await bench.Store.CompleteAsync(Sample.Failed(Id));
        Assert.Null(await bench.AcceptAsync(Sample.Input(Id)));
        (await bench.Vendor.NextAsync()).Score();
        Assert.Equal(ValidationStatus.Completed, (await bench.EndOfAsync(Id)).Status);
    }

    [Fact]
    public async Task A_start_that_cannot_be_committed_is_refused_to_all_and_leaves_the_id_free()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        await Inside.RefuseWritesAsync(bench.Writer);
        var first = bench.AcceptAsync(Sample.Input(Id));
        await Assert.ThrowsAsync<StoreException>(() => first);
        Assert.Null(await bench.Host.FindAsync(Id, default));

        Inside.Connection(bench.Writer).Execute("PRAGMA query_only = OFF");
        Assert.Null(await bench.AcceptAsync(Sample.Input(Id)));
        Assert.Equal([Id.Value], [(await bench.Vendor.NextAsync()).IdempotencyKey]);
    }

    [Fact]
    public async Task Who_joined_a_start_that_cannot_be_committed_is_told_so()
    {
        await using var bench = await HostBench.StartAsync(_folder);

        // Its row is there already, as if another had slipped past: the start breaks a rule of the schema.
        await bench.Store.AcceptAsync(Sample.Input(Id));
        var held = await HeldWriter.HoldAsync(bench.Writer);
        var (first, second) = (bench.AcceptAsync(Sample.Input(Id)), bench.AcceptAsync(Sample.Input(Id)));
        await held.DisposeAsync();
        await Assert.ThrowsAsync<StoreException>(() => first);
        await Assert.ThrowsAsync<StoreException>(() => second);
        Assert.Empty(bench.Vendor.Received);
    }

    [Fact]
    public async Task A_known_score_answers_without_the_vendor()
    {
        await using var bench = await HostBench.StartAsync(_folder);
        var known = new StoredScore(Sample.Score, Sample.Start.AddMinutes(-5), Sample.Id(9));
        await bench.AcceptAsync(Sample.Input(Id, known: known));
        Assert.Equal(known, (await bench.EndOfAsync(Id)).Outcome!.Score);
        Assert.Empty(bench.Vendor.Received);

        // It is another validation's score, so it is not kept as this one's.
        Assert.Null(await bench.Store.FindAsync("applicant-key", default));
    }
}
