using DurableTask.Core.Exceptions;
using FinRisk.Functions.Durable;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>Validations as Durable instances of the same id.</summary>
internal sealed partial class DurableValidationHost(
    DurableClients clients, CompletionSignals signals, TimeProvider clock, ILogger<DurableValidationHost> log) : IValidationHost
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Any =
    [
        .. Unfinished,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">
    /// Storage failed or did not answer; the validation may have been started.
    /// </exception>
    public async ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping)
    {
        if (await TryScheduleAsync(input, Any, stopping))
            return null;

        // The id is taken: by an idempotency key, since every other id is new.
        var existing = await FindAsync(input.ValidationId, stopping);
        if (existing is not { Outcome.IsReplayable: false })
            return existing ?? throw new InvalidOperationException("An instance is in the way that is no validation.");
        return await TryScheduleAsync(input, Unfinished, stopping) ? null : await FindAsync(input.ValidationId, stopping);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Storage failed or did not answer.</exception>
    public async ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping) => InstanceReader.Read(
        await clients.CallAsync((client, stop) => client.GetInstanceAsync(id.Value, getInputsAndOutputs: true, stop), stopping));

    /// <inheritdoc/>
    /// <remarks>
    /// Storage that fails meanwhile does not end the wait: the validation is durable, and its caller gets 202 with its address at
    /// the latest.
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
                if (signal.IsCompleted && !isSignaled)
                    continue;

                reads++;
                var found = await TryFindAsync(id, stopping);
                if (found?.Outcome is null && !isLast)
                    continue;
                var elapsed = clock.GetElapsedTime(started);
                Log.Awaited(log, id.Value, found?.Outcome is not null, reads, signal.IsCompleted, elapsed.TotalMilliseconds);
                return found;
            }
        }
        finally
        {
            signals.Remove(id.Value);
        }
    }

    /// <summary>Waits so long, or until the signal comes where it has not come yet.</summary>
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

    /// <summary>Null also where storage cannot be read now.</summary>
    private async Task<ValidationRecord?> TryFindAsync(ValidationId id, CancellationToken stopping)
    {
        try
        {
            return await FindAsync(id, stopping);
        }
        catch (StorageUnavailableException fault)
        {
            Log.Unreadable(log, fault.GetBaseException().GetType().Name, id.Value);
            return null;
        }
    }

    /// <summary>Starts an instance; false where one in any of these states exists, or was started at the same moment.</summary>
    private async Task<bool> TryScheduleAsync(
        ValidationInput input, OrchestrationRuntimeStatus[] keep, CancellationToken stopping)
    {
        try
        {
            var options = new StartOrchestrationOptions(input.ValidationId.Value).WithDedupeStatuses(keep);
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
            "validation_unreadable: {fault} while a request waited for {validationId}; it is tried again",
            EventName = "validation_unreadable")]
        public static partial void Unreadable(ILogger log, string fault, string validationId);
    }
}
