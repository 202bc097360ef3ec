using System.Collections.Concurrent;
using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>
/// Runs validations in this process. A validation is committed to the store before its first vendor call and at its completion;
/// if the process ends in between, the next process resumes the validation.
/// </summary>
internal sealed partial class LocalValidationHost(
    LocalStore store,
    LocalCircuits circuits,
    VendorAttempt vendor,
    IScoreCache scores,
    ValidationEvents events,
    TimeProvider clock,
    ILogger<LocalValidationHost> log) : IValidationHost, IHostedService, IDisposable
{
    /// <summary>
    /// The maximum time for which waiting callers still wait after the process receives a signal to stop. It is shorter than the
    /// time after which process supervisors kill a process, so every caller gets a response: the score, or 202 if there is none
    /// yet.
    /// </summary>
    public static readonly TimeSpan DrainWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ValidationId, RunningValidation> _running = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isDrained;

    /// <inheritdoc/>
    public async ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping)
    {
        var running = new RunningValidation(input, []);

        // After the drain no request waits: the validation continues at the next start.
        if (_isDrained)
            running.ReleaseWaiters();
        if (!_running.TryAdd(input.ValidationId, running))
        {
            // A concurrent request with the same idempotency key was first: wait for its commit.
            if (_running.TryGetValue(input.ValidationId, out var first))
                return await first.Accepted ?? first.Snapshot();

            // The other validation has ended in between, so the store decides.
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
        catch (Exception exception)
        {
            _running.TryRemove(input.ValidationId, out _);
            running.SetNotAccepted(exception);
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

    /// <summary>
    /// The number of validations that have not ended, and those that wait for their next attempt, the soonest first.
    /// </summary>
    public (int Count, IReadOnlyList<WaitingRetry> Waiting) Unfinished() =>
    (
        _running.Count,
        [
            .. _running
                .Select(running => running.Value.Progress
                        is { Stage: ValidationProgress.Waiting, NextAttemptAt: { } next } progress
                    ? new WaitingRetry(running.Key.Value, progress.Attempt, next)
                    : null)
                .OfType<WaitingRetry>()
                .OrderBy(retry => retry.NextAttemptAt)
                .Take(UnfinishedValidations.MaxWaiting),
        ]);

    /// <summary>The unfinished validations that requests with this correlation id started.</summary>
    public IReadOnlyList<ValidationRecord> FindUnfinished(string correlationId) =>
    [
        .. _running.Values.Where(running => running.Input.CorrelationId == correlationId).Select(running => running.Snapshot()),
    ];

    /// <summary>Resumes the validations and circuits that an earlier process left, before the first request is served.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (unfinished, snapshots, damaged) = store.Restore();
        if (damaged.Count > 0)
            await SetAsideAsync(damaged);
        circuits.Restore(snapshots);
        foreach (var (input, journal) in unfinished)
        {
            var running = new RunningValidation(input, journal);
            running.SetAccepted(existing: null);
            _running[input.ValidationId] = running;
            _ = RunAsync(running);
        }

        if (unfinished.Count > 0)
            Log.Resumed(log, unfinished.Count);
    }

    /// <summary>
    /// Starts no further attempts, gives those in progress <see cref="DrainWait"/> to end, and then responds to the callers that
    /// still wait with the current state of their validations.
    /// </summary>
    public async Task DrainAsync()
    {
        Log.Stopping(log, _running.Count);
        await _draining.CancelAsync();
        await Task.Delay(DrainWait, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isDrained = true;
        foreach (var (_, running) in _running)
            running.ReleaseWaiters();
    }

    /// <summary>
    /// Cancels the running validations. Their finished steps are in the store, from which the next process resumes.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        await _stopping.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(RunningValidation running)
    {
        var input = running.Input;
        using var scope = log.BeginScope(new LogScope(input.CorrelationId, input.ValidationId.Value));
        using var span = ValidationSpans.StartValidation(input);
        var outcome = await ScoreAsync(running);
        if (outcome is null)
        {
            running.ReleaseWaiters();
            return;
        }

        ValidationSpans.EndValidation(span, outcome);
        var record = ValidationRecord.Ended(input, outcome, clock.GetUtcNow());
        if (!await CompleteAsync(record))
        {
            running.ReleaseWaiters();
            return;
        }

        if (outcome.IsFreshScore(input.ValidationId))
            await scores.SaveAsync(input.ApplicantHash, outcome.Score!);

        // The outcome is committed: from here on the store answers for the validation.
        _running.TryRemove(input.ValidationId, out _);
        events.ValidationEnded(input, outcome, record.UpdatedAt);
        running.SetEnded(record);
    }

    /// <summary>Runs the workflow and returns its outcome; null if the host stops first.</summary>
    private async Task<ValidationOutcome?> ScoreAsync(RunningValidation running)
    {
        try
        {
            return await ScoringWorkflow.RunAsync(
                running.Input, new LocalSteps(running, vendor, circuits, store, clock, log, _draining.Token, _stopping.Token));
        }
        catch (OperationCanceledException) when (_draining.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // The validation runs without a caller, so every exception is logged and becomes its outcome.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Unexpected(
                log, exception.GetType().FullName, exception.StackTrace, running.Input.ValidationId.Value,
                running.Input.CorrelationId);
            var calls = running.Journal.Count(done => done.Result.Status.WasCalled());
            return new ValidationOutcome(
                calls, clock.GetUtcNow(), Failure: FailureCode.Internal, History: running.Progress?.History);
        }
    }

    /// <summary>Moves damaged values to <c>set_aside</c>, and ignores a failure, so that they cannot prevent the start.</summary>
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
            // The writer has logged the failure. The values stay in their tables, and the next start tries again.
        }
    }

    /// <summary>Commits the completion; false if the host stops first.</summary>
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
            "validation_broke: {error} in {validationId}; correlation {correlationId}{stack}",
            EventName = "validation_broke")]
        public static partial void Unexpected(
            ILogger log, string? error, string? stack, string validationId, string correlationId);

        [LoggerMessage(
            1103,
            LogLevel.Information,
            "host_stopping: {unfinished} validations still run and go on at the next start",
            EventName = "host_stopping")]
        public static partial void Stopping(ILogger log, int unfinished);

        [LoggerMessage(
            5005,
            LogLevel.Error,
            "store_value_set_aside: {column} of {key} in {table} cannot be read; it is in the table set_aside from now on",
            EventName = "store_value_set_aside")]
        public static partial void SetAside(ILogger log, string table, string column, string key);
    }
}
