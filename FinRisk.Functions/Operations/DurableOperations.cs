using FinRisk.Functions.Circuit;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Validations;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Operations;

/// <summary>
/// The operators' view of one replica. What has not ended is asked of Durable: by ranges of ids, for a second at most, and at
/// most every ten seconds however many pages are open, so that watching the system does not become its load.
/// </summary>
public sealed partial class DurableOperations(
    DurableClients clients,
    CircuitReplica circuit,
    FinRiskSettings settings,
    TimeProvider clock,
    ILogger<DurableOperations> log) : IOperationsView
{
    /// <summary>The most unfinished instances that one reading takes.</summary>
    public const int MaxInstances = 200;

    private const string DurablePath = "/runtime/webhooks/durabletask/instances/{validationId}?showHistory=true";
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(1);

    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly Lock _gate = new();
    private Task<UnfinishedValidations>? _read;
    private long _readAt;

    /// <inheritdoc/>
    public HostDescription Host { get; } = new(
        "functions",
        "this replica since its start",
        $"all replicas: validations of the last hour and of today's idempotency keys, at most {MaxInstances}, "
            + $"read every {KeepFor.TotalSeconds:0} s",
        DurablePath);

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping) => circuit.FindAsync(stopping);

    /// <inheritdoc/>
    public async ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping)
    {
        Task<UnfinishedValidations> read;
        lock (_gate)
        {
            if (_read is null || (_read.IsCompleted && clock.GetElapsedTime(_readAt) > KeepFor))
                (_read, _readAt) = (ReadAsync(), clock.GetTimestamp());
            read = _read;
        }

        return await read.WaitAsync(stopping);
    }

    private async Task<UnfinishedValidations> ReadAsync()
    {
        var now = clock.GetUtcNow();
        var found = new List<(string Id, ValidationProgress? Progress)>();
        var complete = await TryReadAsync(now, found);
        var waiting = found
            .Where(instance => instance.Progress is { Stage: "waiting", NextAttemptAt: not null })
            .Select(instance => new WaitingRetry(instance.Id, instance.Progress!.Attempt, instance.Progress.NextAttemptAt!.Value))
            .OrderBy(retry => retry.NextAttemptAt);
        return new UnfinishedValidations(found.Count, complete, now, [.. waiting.Take(UnfinishedValidations.MaxWaiting)]);
    }

    /// <summary>False where time or number ran out, or storage did not answer: what was found until then still helps.</summary>
    private async Task<bool> TryReadAsync(DateTimeOffset now, List<(string, ValidationProgress?)> found)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        try
        {
            foreach (var prefix in Prefixes(now))
            {
                var query = new OrchestrationQuery(
                    Statuses: Unfinished, InstanceIdPrefix: prefix, PageSize: 100, FetchInputsAndOutputs: true);
                await foreach (var instance in clients.Current.GetAllInstancesAsync(query).WithCancellation(timeout.Token))
                {
                    if (found.Count == MaxInstances)
                        return false;
                    if (instance.Name == ValidationOrchestrator.Name)
                        found.Add((instance.InstanceId, instance.ReadCustomStatusAs<ValidationProgress>()));
                }
            }

            return true;
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException or InvalidOperationException)
        {
            Log.Unreadable(log, fault.GetType().Name);
            return false;
        }
    }

    /// <summary>The id of an idempotency key begins with the start of the key's window, all others with their own time.</summary>
    private IEnumerable<string> Prefixes(DateTimeOffset now)
    {
        var window = settings.Validation.IdempotencyKeepFor;
        var start = now.AddTicks(-(now.UtcTicks % window.Ticks));
        return IdPrefixes.Between(now - LookBack, now).Concat(IdPrefixes.Between(start, start)).Distinct();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1401,
            LogLevel.Warning,
            "validations_unread: {fault} while the operators' page asked for those that have not ended",
            EventName = "validations_unread")]
        public static partial void Unreadable(ILogger log, string fault);
    }
}
