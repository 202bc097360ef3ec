using DurableTask.Core.Exceptions;
using FinRisk.Functions.Durable;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Time;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>Runs each validation as a Durable orchestration instance whose instance id is the validation id.</summary>
internal sealed partial class DurableValidationHost(
    DurableClientAccessor clients, CompletionSignals signals, TimeProvider clock, ILogger<DurableValidationHost> log)
    : IValidationHost
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Any =
    [
        .. Unfinished,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>How long the read at the end of a wait may take, which a caller's own time-out has to leave room for.</summary>
    private static readonly TimeSpan LastReadLimit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">
    /// Storage failed or did not answer; the validation may have been started.
    /// </exception>
    public async ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping)
    {
        if (await TryScheduleAsync(input, Any, stopping))
            return null;

        // An instance with this id exists. Only an id made from an idempotency key can be used twice; every other id is random.
        var existing = await FindAsync(input.ValidationId, stopping);
        if (existing is not { Outcome.IsReplayable: false })
            return existing ?? throw new InvalidOperationException("An instance with this id exists that is not a validation.");

        // The failed instance is replaced; if a concurrent request does the same, one of the two finds the other's.
        return await TryScheduleAsync(input, Unfinished, stopping) ? null : await FindAsync(input.ValidationId, stopping);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Storage failed or did not answer.</exception>
    public ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping) =>
        new(FindAsync(id, limit: null, stopping));

    /// <inheritdoc/>
    /// <remarks>
    /// A storage failure during the wait does not end it: the validation is durable, and when the wait is over its caller gets
    /// 202 with the address of the validation. A read that storage does not answer ends at most <see cref="LastReadLimit"/> after
    /// the wait.
    /// </remarks>
    public async ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        var signal = signals.WaitFor(id.Value);
        var schedule = new ReadSchedule();
        var reads = 0;
        try
        {
            while (true)
            {
                var left = maxWait - clock.GetElapsedTime(started);
                var isSignaled = signal.IsCompleted;
                var pause = schedule.Next(isSignaled);
                var isLast = pause >= left;
                await PauseAsync(signal, isLast ? left : pause, stopping);

                // The signal came during the pause: start again with the short pauses after it.
                if (signal.IsCompleted && !isSignaled)
                    continue;

                reads++;
                var (isRead, found) = await TryFindAsync(id, maxWait - clock.GetElapsedTime(started) + LastReadLimit, stopping);
                if (found?.Outcome is null && !isLast)
                    continue;

                // Storage lost the start, so the instance will never run. With its idempotency key the caller starts it again.
                if (isRead && found is null)
                    throw new StorageUnavailableException();
                var elapsed = clock.GetElapsedTime(started);
                Log.Awaited(log, id.Value, found?.Outcome is not null, reads, signal.IsCompleted, elapsed.TotalMilliseconds);
                return found;
            }
        }
        finally
        {
            signals.Leave(id.Value, signal);
        }
    }

    /// <summary>Waits for the pause, or until the signal completes if it has not completed yet.</summary>
    private async Task PauseAsync(Task signal, TimeSpan pause, CancellationToken stopping)
    {
        if (pause <= TimeSpan.Zero)
            return;
        if (signal.IsCompleted)
        {
            await Task.Delay(pause, clock, stopping);
            return;
        }

        await signal.WaitAsync(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>Finds a validation: whether storage responded, and the validation; null if there is none or it did not.</summary>
    private async Task<(bool IsRead, ValidationRecord? Found)> TryFindAsync(
        ValidationId id, TimeSpan limit, CancellationToken stopping)
    {
        try
        {
            return (true, await FindAsync(id, Moments.Longer(limit, TimeSpan.Zero), stopping));
        }
        catch (StorageUnavailableException exception)
        {
            Log.Unreadable(log, exception.GetBaseException().GetType().Name, id.Value);
            return (false, null);
        }
    }

    private async Task<ValidationRecord?> FindAsync(ValidationId id, TimeSpan? limit, CancellationToken stopping) =>
        InstanceReader.Read(await clients.CallAsync(
            (client, stop) => client.GetInstanceAsync(id.Value, getInputsAndOutputs: true, stop), stopping, limit));

    /// <summary>
    /// Starts an instance. Returns false if an instance with this id exists in one of the states, or was started concurrently.
    /// </summary>
    private async Task<bool> TryScheduleAsync(
        ValidationInput input, OrchestrationRuntimeStatus[] states, CancellationToken stopping)
    {
        try
        {
            var options = new StartOrchestrationOptions(input.ValidationId.Value).WithDedupeStatuses(states);
            await clients.CallAsync(
                (client, stop) =>
                    client.ScheduleNewOrchestrationInstanceAsync(ValidationOrchestrator.Name, input, options, stop),
                stopping);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1203,
            LogLevel.Debug,
            "validation_awaited: {validationId} completed {completed}, {reads} reads, signaled {signaled}, "
            + "after {durationMs:F0} ms",
            EventName = "validation_awaited")]
        public static partial void Awaited(
            ILogger log, string validationId, bool completed, int reads, bool signaled, double durationMs);

        [LoggerMessage(
            1204,
            LogLevel.Warning,
            "validation_unreadable: {error} while a request waited for {validationId}; it is tried again",
            EventName = "validation_unreadable")]
        public static partial void Unreadable(ILogger log, string error, string validationId);
    }
}
