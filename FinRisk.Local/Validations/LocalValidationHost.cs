using System.Collections.Concurrent;
using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>
/// Carries out validations in this process: committed before the first vendor call, committed at completion, and taken up again
/// by the next process where this one was killed in between.
/// </summary>
internal sealed partial class LocalValidationHost(
    LocalStore store,
    LocalCircuit circuit,
    VendorAttempt vendor,
    IScoreCache scores,
    ValidationEvents events,
    TimeProvider clock,
    ILogger<LocalValidationHost> log) : IValidationHost, IHostedService, IDisposable
{
    /// <summary>
    /// How long callers go on waiting once the process gets a signal to stop. Shorter than what supervisors give a process
    /// before they kill it, so that everybody gets an answer: the score if it comes by then, else 202.
    /// </summary>
    public static readonly TimeSpan DrainWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ValidationId, RunningValidation> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isDrained;

    /// <inheritdoc/>
    public async ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping)
    {
        var running = new RunningValidation(input, []);
        if (_isDrained)
            running.ReleaseWaiters();
        if (!_running.TryAdd(input.ValidationId, running))
        {
            // A concurrent request with the same idempotency key was first: wait for its commit.
            if (_running.TryGetValue(input.ValidationId, out var first))
                return await first.Accepted ?? first.Snapshot();
            return await StartAsync(input, stopping);
        }

        try
        {
            var existing = await store.AcceptAsync(input);
            running.SetAccepted(existing);
            if (existing is not null)
            {
                _running.TryRemove(input.ValidationId, out _);
                return existing;
            }
        }
        catch (Exception fault)
        {
            _running.TryRemove(input.ValidationId, out _);
            running.SetNotAccepted(fault);
            throw;
        }

        _ = RunAsync(running);
        return null;
    }

    /// <inheritdoc/>
    public ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping) =>
        ValueTask.FromResult(_running.TryGetValue(id, out var running) ? running.Snapshot() : store.Find(id));

    /// <inheritdoc/>
    public async ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping)
    {
        if (!_running.TryGetValue(id, out var running))
            return store.Find(id);

        await ((Task)running.Ended).WaitAsync(maxWait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        return running.Ended.IsCompletedSuccessfully ? await running.Ended : running.Snapshot();
    }

    /// <summary>How many have not ended, and which of them wait for their next attempt, the soonest first.</summary>
    public (int Count, IReadOnlyList<WaitingRetry> Waiting) Unfinished() =>
    (
        _running.Count,
        [
            .. _running
                .Select(running => running.Value.Progress is { Stage: "waiting", NextAttemptAt: { } next } progress
                    ? new WaitingRetry(running.Key.Value, progress.Attempt, next)
                    : null)
                .OfType<WaitingRetry>()
                .OrderBy(retry => retry.NextAttemptAt)
                .Take(UnfinishedValidations.MaxWaiting),
        ]);

    /// <summary>Takes up what an earlier process left, before the first request is served.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (unfinished, snapshot, damaged) = store.Restore();
        if (damaged.Count > 0)
            await SetAsideAsync(damaged);
        circuit.Restore(snapshot);
        foreach (var (input, journal) in unfinished)
        {
            var running = new RunningValidation(input, journal);
            running.SetAccepted(null);
            _running[input.ValidationId] = running;
            _ = RunAsync(running);
        }

        if (unfinished.Count > 0)
            Log.Resumed(log, unfinished.Count);
    }

    /// <summary>
    /// Lets validations end for <see cref="DrainWait"/>, then releases the remaining waiters with the present state.
    /// </summary>
    public async Task DrainAsync()
    {
        await Task.Delay(DrainWait, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isDrained = true;
        foreach (var (_, running) in _running)
            running.ReleaseWaiters();
    }

    /// <summary>Leaves what is running to the next process: every step so far is on the disk.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(RunningValidation running)
    {
        var input = running.Input;
        using var scope = log.BeginScope(new LogScope(input.CorrelationId, input.ValidationId.Value));
        using var span = ValidationSpans.StartValidation(input);
        var outcome = await ScoreAsync(running);
        if (outcome is null)
            return;

        ValidationSpans.EndValidation(span, outcome);
        var record = ValidationRecord.Ended(input, outcome, clock.GetUtcNow());
        if (!await CompleteAsync(record))
            return;

        if (outcome.IsFreshScore(input.ValidationId))
            await scores.KeepAsync(input.ApplicantKey, outcome.Score!);
        _running.TryRemove(input.ValidationId, out _);
        events.Ended(input, outcome, record.UpdatedAt);
        running.SetEnded(record);
    }

    /// <summary>Runs the workflow to its outcome; null where the host is stopping.</summary>
    private async Task<ValidationOutcome?> ScoreAsync(RunningValidation running)
    {
        try
        {
            return await ScoringWorkflow.RunAsync(
                running.Input, new LocalSteps(running, vendor, circuit, store, clock, _stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // A validation has no caller to throw at: whatever happens becomes its outcome, and is logged.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.Unexpected(
                log, fault.GetType().FullName, fault.StackTrace, running.Input.ValidationId.Value, running.Input.CorrelationId);
            return new ValidationOutcome(running.Journal.Count, clock.GetUtcNow(), Failure: FailureCode.Internal);
        }
    }

    /// <summary>Sets damaged rows aside, so that they block neither this start nor a later one.</summary>
    private async Task SetAsideAsync(IReadOnlyList<DamagedValue> damaged)
    {
        foreach (var value in damaged)
            Log.SetAside(log, value.Table, value.Column, value.Key);
        try
        {
            await store.SetAsideAsync(damaged, clock.GetUtcNow());
        }
        catch (StoreException)
        {
            // The writer has logged it. The values stay where they are, and the next start finds them again.
        }
    }

    /// <summary>Commits the completion; false where the host stops first.</summary>
    private async Task<bool> CompleteAsync(ValidationRecord record)
    {
        try
        {
            await LocalStore.WriteUntilCommittedAsync(() => store.CompleteAsync(record), clock, _stopping.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1101,
            LogLevel.Information,
            "validations_resumed: {count} that an earlier process had not finished",
            EventName = "validations_resumed")]
        public static partial void Resumed(ILogger log, int count);

        [LoggerMessage(
            1102,
            LogLevel.Error,
            "validation_broke: {fault} in {validationId}; correlation {correlationId}{stack}",
            EventName = "validation_broke")]
        public static partial void Unexpected(
            ILogger log, string? fault, string? stack, string validationId, string correlationId);

        [LoggerMessage(
            5005,
            LogLevel.Error,
            "store_value_set_aside: {column} of {key} in {table} cannot be read; it is in the table set_aside from now on",
            EventName = "store_value_set_aside")]
        public static partial void SetAside(ILogger log, string table, string column, string key);
    }
}
