using System.Text.Json;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Time;
using FinRisk.Scoring.Validations;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Operations;

/// <summary>
/// The host's part of the operations page on Azure Functions. The validations that have not ended are read from Durable's
/// instance store, by ranges of ids. A read takes at most a second and its result is used for 10 s, however many pages are open,
/// so that the page adds little load.
/// </summary>
public sealed partial class DurableOperations(
    DurableClientAccessor clients,
    CircuitCopies circuits,
    FinRiskSettings settings,
    TimeProvider clock,
    ILogger<DurableOperations> log) : IOperationsView
{
    /// <summary>The maximum number of unfinished instances that one read returns.</summary>
    public const int MaxInstances = 200;

    private const string DurablePath = "/runtime/webhooks/durabletask/instances/{validationId}?showHistory=true";
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Added to the longest wait between attempts: time for the calls themselves and for slow storage.</summary>
    private static readonly TimeSpan LookBackMargin = TimeSpan.FromHours(1);

    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly Lock _gate = new();
    private Task<ReadResult>? _readTask;
    private long _readStartedAt;

    /// <inheritdoc/>
    public HostDescription Host { get; } = new(
        "functions",
        FiguresScope: "counts of the last 24 hours from all replicas, also from ended ones; those of the replicas that did not "
            + "serve this page are up to 70 s late",
        UnfinishedScope: $"all replicas: validations that can still run, at most {MaxInstances}, read every "
            + $"{MaxAge.TotalSeconds:0} s",
        DurableStatus: DurablePath);

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot?> ReadCircuitAsync(string provider, CancellationToken stopping) =>
        circuits[provider].FindAsync(stopping);

    /// <inheritdoc/>
    public async ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping)
    {
        var (found, complete, at) = await ReadCachedAsync(stopping);
        var waiting = found
            .Where(instance => instance.Progress is { Stage: ValidationProgress.Waiting, NextAttemptAt: not null })
            .Select(instance => new WaitingRetry(
                instance.Record.Id.Value, instance.Progress!.Attempt, instance.Progress.NextAttemptAt!.Value))
            .OrderBy(retry => retry.NextAttemptAt);
        return new UnfinishedValidations(found.Count, complete, at, [.. waiting.Take(UnfinishedValidations.MaxWaiting)]);
    }

    /// <inheritdoc/>
    public async ValueTask<FoundUnfinished> FindUnfinishedAsync(string correlationId, CancellationToken stopping)
    {
        var (found, complete, _) = await ReadCachedAsync(stopping);
        return new FoundUnfinished(
            [.. found.Select(instance => instance.Record).Where(record => record.CorrelationId == correlationId)], complete);
    }

    /// <summary>
    /// Returns the result of the latest read if it is under way or at most <see cref="MaxAge"/> old; otherwise starts a new read.
    /// </summary>
    private async Task<ReadResult> ReadCachedAsync(CancellationToken stopping)
    {
        Task<ReadResult> readTask;
        lock (_gate)
        {
            if (_readTask is null || (_readTask.IsCompleted && clock.GetElapsedTime(_readStartedAt) > MaxAge))
                (_readTask, _readStartedAt) = (ReadAsync(), clock.GetTimestamp());
            readTask = _readTask;
        }

        return await readTask.WaitAsync(stopping);
    }

    private async Task<ReadResult> ReadAsync()
    {
        var (now, found) = (clock.GetUtcNow(), new List<Instance>());
        var complete = await TryReadAsync(now, found);
        return new ReadResult(found, complete, now);
    }

    /// <summary>
    /// Reads the unfinished instances into <paramref name="found"/>. Returns false if the time or the number ran out, storage
    /// failed, or an instance could not be read; the others are used all the same.
    /// </summary>
    private async Task<bool> TryReadAsync(DateTimeOffset now, List<Instance> found)
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, clock);
        var complete = true;
        try
        {
            var from = now - LookBackMargin - LongestWait(settings.Retry, settings.Validation.Deadline);
            foreach (var prefix in IdPrefixes.AcceptedBetween(from, now, settings.Validation.IdempotencyRetention))
            {
                var query = new OrchestrationQuery(
                    Statuses: Unfinished, InstanceIdPrefix: prefix, PageSize: 100, FetchInputsAndOutputs: true);
                await foreach (var instance in clients.Current.GetAllInstancesAsync(query).WithCancellation(timeout.Token))
                {
                    if (found.Count == MaxInstances)
                        return false; // There is at least one more.
                    complete &= TryAdd(instance, found);
                }
            }

            return complete;
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException)
        {
            // InvalidOperationException: no function has supplied a Durable client yet.
            Log.Unreadable(log, exception.GetType().Name);
            return false;
        }
    }

    /// <summary>Adds a validation. Returns false if another version has written what this one cannot read.</summary>
    private bool TryAdd(OrchestrationMetadata instance, List<Instance> found)
    {
        try
        {
            if (InstanceReader.Read(instance) is { Outcome: null } record)
                found.Add(new Instance(record, instance.ReadCustomStatusAs<ValidationProgress>()));
            return true;
        }
        catch (JsonException exception)
        {
            Log.Unreadable(log, exception.GetType().Name);
            return false;
        }
    }

    /// <summary>
    /// The longest time that a validation can spend between its attempts: <c>Validation:Deadline</c>, until which a validation
    /// without a waiting caller keeps trying, or the longest pause before every attempt if that is longer.
    /// </summary>
    private static TimeSpan LongestWait(RetrySettings retry, TimeSpan deadline) =>
        Moments.Longer(deadline, retry.MaxAttempts * Moments.Longer(retry.MaxDelay, retry.MaxRetryAfter));

    private sealed record Instance(ValidationRecord Record, ValidationProgress? Progress);

    private sealed record ReadResult(IReadOnlyList<Instance> Found, bool Complete, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(
            1401,
            LogLevel.Warning,
            "validations_unread: {error} while the validations that have not ended were read for the operations page",
            EventName = "validations_unread")]
        public static partial void Unreadable(ILogger log, string error);
    }
}
