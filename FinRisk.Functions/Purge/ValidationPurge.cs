using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes finished validations after <c>Validation:KeepFor</c>. A validation id begins with its time, so the purge queries short
/// ranges of ids instead of scanning every stored instance.
/// </summary>
public sealed partial class ValidationPurge(
    FinRiskSettings settings, PurgeProgress progress, IAuditLog audit, TimeProvider clock, ILogger<ValidationPurge> log)
{
    /// <summary>The maximum number of validations deleted in one run. The next run deletes the rest.</summary>
    public const int MaxPerRun = 2000;

    private const string Name = "validations";

    /// <summary>
    /// The time before the cutoff at which a run begins, to include validations that earlier runs did not delete.
    /// </summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(8);

    /// <summary>The statuses of what may have ended: <see cref="InstanceReader"/> knows ends that say Running.</summary>
    private static readonly OrchestrationRuntimeStatus[] Statuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Running,
    ];

    /// <summary>Runs the purge once; returns the number of deleted validations.</summary>
    public async Task<int> PurgeAsync(DurableTaskClient client, CancellationToken stopping)
    {
        // The cutoff moves by at most PurgeProgress.MaxStep per run, in case the clock jumped ahead.
        var (cutoff, _) = await progress.BeginAsync(Name, clock.GetUtcNow() - settings.Validation.Retention, stopping);
        var purged = 0;

        // An id made from an idempotency key carries the start of the key's window, which may precede the validation by up to
        // Validation:IdempotencyKeepFor.
        foreach (var prefix in IdPrefixes.Between(cutoff - LookBack - settings.Validation.IdempotencyRetention, cutoff))
        {
            purged += await PurgeRangeAsync(client, prefix, cutoff, MaxPerRun - purged, stopping);
            if (purged >= MaxPerRun)
                break;
        }

        if (purged > 0)
            Log.Purged(log, purged, cutoff);
        await progress.SaveAsync(Name, cutoff, stopping);
        return purged;
    }

    private async Task<int> PurgeRangeAsync(
        DurableTaskClient client, string prefix, DateTimeOffset cutoff, int max, CancellationToken stopping)
    {
        var purged = 0;
        var query = new OrchestrationQuery(CreatedTo: cutoff, Statuses: Statuses, InstanceIdPrefix: prefix, PageSize: 100);
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(stopping))
        {
            if (purged == max)
                break;

            if (instance.RuntimeStatus == OrchestrationRuntimeStatus.Running
                && !await HasEndedAsync(client, instance.InstanceId, stopping))
                continue;
            if (IsBroken(instance))
                await AuditBrokenAsync(client, instance.InstanceId, audit, clock, stopping);
            purged += (await client.PurgeInstanceAsync(instance.InstanceId, stopping)).PurgedInstanceCount;
        }

        return purged;
    }

    private static bool IsBroken(OrchestrationMetadata instance) =>
        instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    private static async Task<bool> HasEndedAsync(DurableTaskClient client, string id, CancellationToken stopping) =>
        InstanceReader.Read(await client.GetInstanceAsync(id, getInputsAndOutputs: true, stopping)) is { Outcome: not null };

    /// <summary>
    /// Audits the end of an orchestration that failed or that an operator terminated, because it did not reach the step that
    /// audits its end. Does nothing if the orchestration completed, and thus audited its end. Call it before deletion.
    /// </summary>
    internal static async Task AuditBrokenAsync(
        DurableTaskClient client, string id, IAuditLog audit, TimeProvider clock, CancellationToken stopping)
    {
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, stopping);
        if (instance is not null && IsBroken(instance) && InstanceReader.Read(instance) is { } ended)
            await audit.AppendAsync(AuditRecords.Ended(ended) with { At = clock.GetUtcNow() }, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1301,
            LogLevel.Information,
            "validations_purged: {count} that were accepted before {limit:O}",
            EventName = "validations_purged")]
        public static partial void Purged(ILogger log, int count, DateTimeOffset limit);
    }
}
