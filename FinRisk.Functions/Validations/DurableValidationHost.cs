using DurableTask.Core.Exceptions;
using FinRisk.Functions.Durable;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>Starts, awaits and finds validations as Durable instances of the same id.</summary>
internal sealed partial class DurableValidationHost(
    DurableClients clients, Endings endings, TimeProvider clock, ILogger<DurableValidationHost> log) : IValidationHost
{
    private static readonly OrchestrationRuntimeStatus[] Any =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly EndTimes _times = new();

    /// <inheritdoc/>
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
    public async ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping) =>
        InstanceReader.Read(await clients.Current.GetInstanceAsync(id.Value, getInputsAndOutputs: true, stopping));

    /// <inheritdoc/>
    public async ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        var announced = endings.Of(id.Value);
        var pace = new WaitPace(_times, clock);
        var looks = 0;
        try
        {
            while (true)
            {
                var left = maxWait - clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    return await FindAsync(id, stopping);
                if (!await pace.WaitAsync(announced, left, stopping))
                    continue;
                looks++;
                var found = await FindAsync(id, stopping);
                var ended = found?.Outcome is not null;
                pace.Saw(ended);
                if (!ended)
                    continue;
                Log.Awaited(log, id.Value, looks, announced.IsCompleted, clock.GetElapsedTime(started).TotalMilliseconds);
                return found;
            }
        }
        finally
        {
            endings.Forget(id.Value);
        }
    }

    /// <summary>Starts an instance; false where one in any of these states exists, or was started at the same moment.</summary>
    private async Task<bool> TryScheduleAsync(ValidationInput input, OrchestrationRuntimeStatus[] keep, CancellationToken stopping)
    {
        try
        {
            var options = new StartOrchestrationOptions(input.ValidationId.Value).WithDedupeStatuses(keep);
            await clients.Current.ScheduleNewOrchestrationInstanceAsync(ValidationOrchestrator.Name, input, options, stopping);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1203, LogLevel.Debug, "validation_awaited: {validationId} found ended at look {looks}, announced {announced}, after {durationMs:F0} ms", EventName = "validation_awaited")]
        public static partial void Awaited(ILogger log, string validationId, int looks, bool announced, double durationMs);
    }
}
