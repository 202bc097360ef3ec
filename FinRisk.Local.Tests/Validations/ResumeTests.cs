using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Validations;

/// <summary>What a process leaves, the next one finishes: within the attempts and waits that remain.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestOutageWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestOutageWait = TimeSpan.FromSeconds(15);

    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly FakeVendor _vendor = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_validation_that_lost_its_process_is_finished_by_the_next(bool stopped)
    {
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            await _vendor.NextAsync();
            if (!stopped)
                await first.KillAsync();
        }

        await using var second = await StartAsync();
        Assert.Equal(ValidationStatus.Running, (await second.Host.FindAsync(Id, default))?.Status);
        (await _vendor.NextAsync()).Score();
        Assert.Equal(ValidationStatus.Completed, (await second.EndOfAsync(Id)).Status);

        // One repeat, under the same idempotency key.
        Assert.Equal([Id.Value, Id.Value], _vendor.Received);
        Assert.Contains(second.Log.Events, entry => entry.Name == "validations_resumed" && entry.Values["count"] is 1);
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_end_of_the_process_changes_nothing()
    {
        OutgoingCall late;
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            late = await _vendor.NextAsync();
            await first.KillAsync();
        }

        late.Fail();
        await using var second = await StartAsync();
        Assert.Empty(Assert.Single(second.Readers.Read(reader => reader.ReadState().Unfinished)).Journal);
        (await _vendor.NextAsync()).Score();
        Assert.Equal(1, (await second.EndOfAsync(Id)).Attempts);
    }

    [Fact]
    public async Task A_finished_call_is_not_made_again()
    {
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
        }

        await using var second = await StartAsync();
        var journaled = Assert.Single(Assert.Single(second.Readers.Read(reader => reader.ReadState().Unfinished)).Journal);
        Assert.Equal(
            (1, AttemptStatus.ServerError, 500), (journaled.Attempt, journaled.Result.Status, journaled.Result.HttpStatus));

        await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
        Assert.Single(_vendor.Received);
        _clock.Advance(LongestWait);
        (await _vendor.NextAsync()).Score();
        Assert.Equal(2, (await second.EndOfAsync(Id)).Attempts);
        Assert.Equal(2, _vendor.Received.Count);
    }

    [Fact]
    public async Task A_wait_goes_on_from_the_recorded_time()
    {
        TimeSpan whole;
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            (await _vendor.NextAsync()).Fail();
            whole = await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
        }

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await using var second = await StartAsync();
        var rest = await _clock.WhenWaitingAsync(TimeSpan.FromMilliseconds(1), LongestWait);
        Assert.Equal(whole - TimeSpan.FromMilliseconds(500), rest);
    }

    /// <summary>
    /// A validation must not wait for a clock that was set back to catch up; 30 s is the longest wait of its plan.
    /// </summary>
    [Fact]
    public async Task A_clock_that_was_set_back_does_not_prolong_a_wait()
    {
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
        }

        _clock.AdjustTime(_clock.GetUtcNow().AddHours(-1));
        await using var second = await StartAsync();
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Id.Value, (await _vendor.NextAsync()).IdempotencyKey);
    }

    [Fact]
    public async Task A_wait_that_was_over_before_the_restart_is_not_waited_again()
    {
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id));
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
        }

        _clock.Advance(TimeSpan.FromHours(1));
        await using var second = await StartAsync();

        // Nobody moves the clock, so the call comes at once or never.
        (await _vendor.NextAsync()).Score();
        Assert.Equal(2, (await second.EndOfAsync(Id)).Attempts);
    }

    [Fact]
    public async Task Restarts_do_not_add_attempts()
    {
        for (var attempt = 1; attempt < Sample.Plan.MaxAttempts; attempt++)
        {
            await using var process = await StartAsync();
            if (attempt == 1)
                await process.AcceptAsync(Sample.Input(
                    Id, Sample.Plan with { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(1) }));
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
            _clock.Advance(TimeSpan.FromMinutes(1));
            await _vendor.NextAsync();
        }

        await using var last = await StartAsync();
        (await _vendor.NextAsync()).Fail();
        var record = await last.EndOfAsync(Id);
        Assert.Equal(
            (ValidationStatus.Failed, 3, FailureCode.VendorError), (record.Status, record.Attempts, record.Outcome?.Failure));
    }

    [Fact]
    public async Task Many_are_all_taken_up()
    {
        var ids = Enumerable.Range(0, 50).Select(number => Sample.Id((byte)number)).ToArray();
        await using (var first = await StartAsync())
        {
            foreach (var id in ids)
                await first.AcceptAsync(Sample.Input(id));
            foreach (var _ in ids)
                await _vendor.NextAsync();
        }

        await using var second = await StartAsync();
        foreach (var _ in ids)
            (await _vendor.NextAsync()).Score();
        foreach (var id in ids)
            Assert.Equal(ValidationStatus.Completed, (await second.EndOfAsync(id)).Status);
        Assert.Empty(second.Readers.Read(reader => reader.ReadState().Unfinished));
    }

    /// <summary>
    /// In the middle of an outage: what was called stays called, the wait goes on from its recorded time, and the next attempt is
    /// the next number under the next key, because answered errors are no bills.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_validation_that_waits_out_an_outage_waits_on_after_a_restart(bool killed)
    {
        var plan = Sample.Plan with { MaxAttempts = 1, Deadline = TimeSpan.FromHours(1) };
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(Sample.Input(Id, plan));
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestOutageWait, LongestOutageWait);
            _clock.Advance(LongestOutageWait);
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestOutageWait, LongestOutageWait);
            if (killed)
                await first.KillAsync();
        }

        await using var second = await StartAsync();
        await _clock.WhenWaitingAsync(ShortestOutageWait, LongestOutageWait);
        var waiting = await second.Host.FindAsync(Id, default);
        Assert.Equal((ValidationStatus.Waiting, 2, "vendor-error"), (waiting!.Status, waiting.Attempts, waiting.Waiting!.Code));
        Assert.InRange(waiting.Waiting.NextAttemptAt - _clock.GetUtcNow(), ShortestOutageWait, LongestOutageWait);
        Assert.Equal([Id.Value, Id.Value + ".1"], _vendor.Received);

        _clock.Advance(LongestOutageWait);
        (await _vendor.NextAsync()).Score();
        Assert.Equal(3, (await second.EndOfAsync(Id)).Attempts);
        Assert.Equal([Id.Value, Id.Value + ".1", Id.Value + ".2"], _vendor.Received);
    }

    /// <summary>
    /// The circuit may refuse by then what it admitted before, and the call must not be forgotten: it may have been billed.
    /// </summary>
    [Fact]
    public async Task A_probe_that_was_made_is_not_asked_for_again()
    {
        var input = Sample.Input(Id, Sample.Plan with { Degrade = false }) with { MayProbe = true };
        await using (var first = await StartAsync())
        {
            await first.AcceptAsync(input);
            (await _vendor.NextAsync()).Fail();
            await _clock.WhenWaitingAsync(ShortestWait, LongestWait);
            await first.Circuit.ForceAsync(
                ProviderName.RiskShield, new CircuitEvent.Force("ref", CircuitState.Open, "olga", "maintenance"), default);
        }

        _clock.Advance(LongestWait);
        await using var second = await StartAsync();
        var ended = await second.EndOfAsync(Id);
        Assert.Equal(
            (FailureCode.CircuitOpen, 1, new VendorBilling(HasError: true)),
            (ended.Outcome!.Failure, ended.Outcome.Attempts, ended.Outcome.Billing));
    }

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, _vendor);
}
