using FinRisk.Functions.Durable;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>How a request waits for its validation, under virtual time: when it reads, and what it gets at the end.</summary>
public sealed class WaitTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(25);
    private static readonly ValidationInput Input = Samples.Input(Samples.Id(1));
    private static readonly ValidationOutcome Outcome = new(
        1, Samples.Moment, new StoredScore(new VendorScore(72, RiskLevel.Medium), Samples.Moment, Input.ValidationId));

    private readonly CountingClock _clock = new();
    private readonly CompletionSignals _signals = new();
    private readonly ScriptedClient _client = new();
    private readonly LogRecorder _log = new();
    private readonly DurableValidationHost _host;

    public WaitTests()
    {
        var clients = new DurableClientAccessor(_clock);
        clients.Set(_client);
        _host = new DurableValidationHost(clients, _signals, _clock, _log.CreateLogger<DurableValidationHost>());
        Find();
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Soon_after_the_signal_it_reads_until_the_end_is_there()
    {
        var wait = WaitAsync(Wait);
        _signals.Signal(Input.ValidationId.Value);
        await _clock.WhenTimersAsync(2);
        Advance(20);
        await _clock.WhenTimersAsync(4);
        Assert.Equal((1, false), (_client.Reads, wait.IsCompleted));
        Find(Outcome);
        Advance(39);
        Assert.Equal(1, _client.Reads);
        Advance(1);
        Assert.Equal((2, ValidationStatus.Completed), (_client.Reads, (await wait)!.Status));
        Assert.Equal(
            (Input.ValidationId.Value, true, 2, true),
            (Told("validationId"), Told("completed"), Told("reads"), Told("signaled")));
    }

    [Fact]
    public async Task Without_a_signal_it_polls_and_finds_what_another_replica_completed()
    {
        var wait = WaitAsync(Wait);
        Find(Outcome);
        Advance(249);
        Assert.Equal(0, _client.Reads);
        Advance(1);
        Assert.Equal(ValidationStatus.Completed, (await wait)!.Status);
        Assert.Equal((1, false), (Told("reads"), Told("signaled")));
    }

    [Fact]
    public async Task At_the_end_of_the_wait_it_reads_once_more_and_says_what_is_there()
    {
        var wait = WaitAsync(TimeSpan.FromMilliseconds(300));
        Advance(250);
        await _clock.WhenTimersAsync(3);
        Advance(49);
        Assert.Equal((1, false), (_client.Reads, wait.IsCompleted));
        Advance(1);
        Assert.Equal((ValidationStatus.Running, 2), ((await wait)!.Status, _client.Reads));
        Assert.Equal(false, Told("completed"));
    }

    [Fact]
    public async Task Whoever_does_not_wait_gets_one_read()
    {
        Assert.Equal(ValidationStatus.Running, (await WaitAsync(TimeSpan.Zero))!.Status);
        Assert.Equal(1, _client.Reads);
    }

    /// <summary>A start that storage has lost would leave an address at which there never is anything.</summary>
    [Fact]
    public async Task A_validation_that_is_not_there_at_the_end_is_an_outage()
    {
        _client.Found = () => null;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => WaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Storage_that_cannot_be_read_does_not_end_the_wait_and_is_told()
    {
        _client.Found = () => throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        var wait = WaitAsync(TimeSpan.FromMilliseconds(300));
        Advance(250);
        await _clock.WhenTimersAsync(3);
        Assert.False(wait.IsCompleted);
        Advance(50);
        Assert.Null(await wait);
        Assert.Equal(
            ["validation_unreadable", "validation_unreadable", "validation_awaited"], _log.Events.Select(told => told.Name));
        Assert.Equal(("RpcException", Input.ValidationId.Value), (
            _log.Events.First().Values["error"], _log.Events.First().Values["validationId"]));
    }

    /// <summary>A caller's own time-out has to leave room for it.</summary>
    [Fact]
    public async Task A_read_that_storage_does_not_answer_ends_two_seconds_after_the_wait()
    {
        _client.IsHanging = true;
        var wait = WaitAsync(TimeSpan.FromMilliseconds(300));
        Advance(250);
        await _clock.WhenTimersAsync(2);
        Advance(2049);
        Assert.False(wait.IsCompleted);
        Advance(1);
        Assert.Null(await wait.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((2, 2300.0), (Told("reads"), Told("durationMs")));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_waits_no_longer_and_leaves_no_signal_behind()
    {
        using var aborted = new CancellationTokenSource();
        var wait = WaitAsync(Wait, aborted.Token);
        var shared = _signals.WaitFor(Input.ValidationId.Value);
        _signals.Leave(Input.ValidationId.Value, shared);
        await aborted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(0, _client.Reads);
        Assert.NotSame(shared, _signals.WaitFor(Input.ValidationId.Value));
    }

    private void Find(ValidationOutcome? outcome = null) => _client.Found = () => ScriptedClient.Instance(Input, outcome);

    private object? Told(string name) => _log.Events.Last(told => told.Name == "validation_awaited").Values[name];

    private Task<ValidationRecord?> WaitAsync(TimeSpan maxWait, CancellationToken stopping = default) =>
        _host.WaitAsync(Input.ValidationId, maxWait, stopping).AsTask();

    private void Advance(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Virtual time that counts its timers: one for each pause, and one for the time limit of each read.</summary>
    private sealed class CountingClock() : FakeTimeProvider(Samples.Moment)
    {
        private int _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }

        /// <summary>Waits until so many timers were made, for which time can pass then.</summary>
        public async Task WhenTimersAsync(int count)
        {
            for (var tries = 0; tries < 6_000 && Volatile.Read(ref _timers) < count; tries++)
                await Task.Delay(5);
            Assert.Equal(count, Volatile.Read(ref _timers));
        }
    }
}
