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
        (await _vendor.NextAsync()).Score();
        await bench.EndOfAsync(Id);
        Assert.Empty(bench.Readers.Read(reader => reader.ReadState().Unfinished));
        var ended = bench.Store.Find(Id)!.ToString();
        Assert.DoesNotContain(input.Applicant.Payload, ended, StringComparison.Ordinal);
    }

    private static Task SetReadOnlyAsync(HostBench bench) =>
        Inside.RefuseWritesAsync(bench.Writer);

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, _vendor);
}
