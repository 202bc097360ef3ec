using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Validations;

/// <summary>A paid score is not given up because a disk is full, and whatever goes wrong inside becomes an outcome.</summary>
public sealed class EndTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);
    private static readonly TimeSpan CommitRetry = TimeSpan.FromSeconds(1);

    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly FakeVendor _vendor = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_end_that_cannot_be_committed_is_tried_again_until_it_can()
    {
        await using var bench = await StartAsync();
        await bench.AcceptAsync(Sample.Input(Id));
        var call = await _vendor.NextAsync();
        await SetReadOnlyAsync(bench);
        call.Score();
        for (var times = 0; times < 3; times++)
        {
            await _clock.WhenWaitingAsync(CommitRetry, CommitRetry);
            Assert.Equal(ValidationStatus.Running, (await bench.Host.FindAsync(Id, default))?.Status);
            if (times == 2)
                Inside.Connection(bench.Writer).Execute("PRAGMA query_only = OFF");
            _clock.Advance(CommitRetry);
        }

        Assert.Equal(Sample.Score, (await bench.EndOfAsync(Id)).Outcome?.Score?.Score);
        Assert.Single(_vendor.Received);
    }

    [Fact]
    public async Task A_failed_call_that_cannot_be_journaled_is_journaled_later_and_counts()
    {
        await using var bench = await StartAsync();
        await bench.AcceptAsync(Sample.Input(Id));
        var call = await _vendor.NextAsync();
        await SetReadOnlyAsync(bench);
        call.Fail();
        await _clock.WhenWaitingAsync(CommitRetry, CommitRetry);
        Inside.Connection(bench.Writer).Execute("PRAGMA query_only = OFF");
        _clock.Advance(TimeSpan.FromMinutes(1));

        // By now the wait before the second attempt is over as well.
        (await _vendor.NextAsync()).Score();
        var record = await bench.EndOfAsync(Id);
        Assert.Equal((ValidationStatus.Completed, 2), (record.Status, record.Attempts));
    }

    /// <summary>The provider's failure is what the caller needs to know, not that the history could not be read either.</summary>
    [Fact]
    public async Task A_history_that_cannot_be_read_leaves_the_providers_failure()
    {
        await using var bench = await StartAsync();
        var input = Sample.Input(Id);
        await bench.AcceptAsync(input with { Plan = input.Plan with { MaxAttempts = 1, Degrade = true } });
        var call = await _vendor.NextAsync();
        Inside.Connection(bench.Writer).Execute("ALTER TABLE scores RENAME TO elsewhere");
        call.Fail();
        Assert.Equal(FailureCode.VendorError, (await bench.EndOfAsync(Id)).Outcome?.Failure);
    }

    [Fact]
    public async Task An_end_that_cannot_be_committed_before_the_host_stops_is_left_to_the_next_process()
    {
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            var call = await _vendor.NextAsync();
            await SetReadOnlyAsync(first);
            call.Score();
            await _clock.WhenWaitingAsync(CommitRetry, CommitRetry);
        }

        await using var second = await StartAsync();
        (await _vendor.NextAsync()).Score();
        Assert.Equal(ValidationStatus.Completed, (await second.EndOfAsync(Id)).Status);
    }

    [Fact]
    public async Task A_fault_inside_becomes_a_failure_that_may_be_replaced_and_is_logged()
    {
        await using var bench = await StartAsync();

        // A plan that the settings would never allow: the schedule cannot reckon with it.
        await bench.AcceptAsync(
            Sample.Input(Id, Sample.Plan with { FirstDelay = TimeSpan.MaxValue, MaxDelay = TimeSpan.MaxValue }));
        (await _vendor.NextAsync()).Fail();
        var record = await bench.EndOfAsync(Id);
        Assert.Equal(
            (ValidationStatus.Failed, 1, FailureCode.Internal), (record.Status, record.Attempts, record.Outcome?.Failure));

        var logged = Assert.Single(bench.Log.Events, entry => entry.Name == "validation_broke");
        Assert.Equal((Id.Value, "corr-1"), (logged.Values["validationId"], logged.Values["correlationId"]));
        Assert.Null(await bench.AcceptAsync(Sample.Input(Id)));
    }

    [Fact]
    public async Task A_seal_that_cannot_be_opened_ends_it_without_a_call()
    {
        await using var bench = await StartAsync();
        await bench.AcceptAsync(Sample.Input(Id) with { Applicant = new SealedApplicant("broken") });
        Assert.Equal(FailureCode.Internal, (await bench.EndOfAsync(Id)).Outcome?.Failure);
        Assert.Empty(_vendor.Received);
    }

    [Fact]
    public async Task A_last_known_score_answers_while_the_vendor_cannot()
    {
        await using var bench = await StartAsync();
        await bench.Store.CompleteAsync(Sample.Scored(Sample.Id(9)));
        await bench.AcceptAsync(Sample.Input(Id, Sample.Plan with { MaxAttempts = 1 }));
        (await _vendor.NextAsync()).Fail();
        var outcome = (await bench.EndOfAsync(Id)).Outcome!;
        Assert.Equal((FailureCode.VendorError, Sample.Id(9)), (outcome.DegradedBy, outcome.Score?.ValidationId));
    }

    [Fact]
    public async Task Nothing_of_the_sealed_applicant_remains_after_the_end()
    {
        await using var bench = await StartAsync();
        var input = Sample.Input(Id);
        await bench.AcceptAsync(input);
        var call = await _vendor.NextAsync();
        Assert.Equal(["running.input"], FindInStore(input.Applicant.Payload));
        call.Score();
        await bench.EndOfAsync(Id);
        Assert.Empty(FindInStore(input.Applicant.Payload));

        // That the search finds what is there.
        Assert.Superset(new HashSet<string> { "ended.id", "scores.validation_id" }, FindInStore(Id.Value).ToHashSet());
    }

    /// <summary>The columns that hold a text, of all tables, as a second connection sees them.</summary>
    private List<string> FindInStore(string text)
    {
        using var connection = new StoreConnection(Path.Combine(_folder.Path, "finrisk.db"), create: false);
        using var columns = connection.Prepare(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, 2");
        var found = new List<string>();
        foreach (var (table, column) in columns.ReadAll(row => (row.Text(0), row.Text(1))))
        {
            using var search = connection.Prepare(
                $"SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), CAST(?1 AS BLOB)) > 0");
            if (search.With(text).ReadAll(row => row.Number(0))[0] > 0)
                found.Add($"{table}.{column}");
        }

        return found;
    }

    private static Task SetReadOnlyAsync(HostBench bench) =>
        Inside.RefuseWritesAsync(bench.Writer);

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, _vendor);
}
