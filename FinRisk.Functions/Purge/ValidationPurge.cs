using FinRisk.Functions.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes finished validations after <c>Validation:KeepFor</c>. Their ids begin with their time, so it asks for short ranges of
/// ids, each a range of keys in the store, instead of going through everything that is kept.
/// </summary>
public sealed partial class ValidationPurge(
    FinRiskSettings settings, PurgeProgress progress, IAuditLog audit, TimeProvider clock, ILogger<ValidationPurge> log)
{
    /// <summary>How many are deleted at most in one run; the next run goes on.</summary>
    public const int MaxPerRun = 2000;

    private const string Name = "validations";

    /// <summary>How far behind the limit a run begins, for what earlier runs did not get to.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(8);

    private static readonly OrchestrationRuntimeStatus[] Finished =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Purges once; returns how many were deleted.</summary>
    public async Task<int> PurgeAsync(DurableTaskClient client, CancellationToken stopping)
    {
        var (limit, _) = await progress.BeginAsync(Name, clock.GetUtcNow() - settings.Validation.KeepFor, stopping);
        var purged = 0;

        // The id of an idempotency key carries the start of the key's window, which may lie that much before the validation.
        foreach (var prefix in IdPrefixes.Between(limit - LookBack - settings.Validation.IdempotencyKeepFor, limit))
        {
            purged += await PurgeRangeAsync(client, prefix, limit, MaxPerRun - purged, stopping);
            if (purged >= MaxPerRun)
                break;
        }

        if (purged > 0)
            Log.Purged(log, purged, limit);
        await progress.SaveAsync(Name, limit, nextTurn: null, stopping);
        return purged;
    }

    private async Task<int> PurgeRangeAsync(
        DurableTaskClient client, string prefix, DateTimeOffset limit, int max, CancellationToken stopping)
    {
        var purged = 0;
        var query = new OrchestrationQuery(CreatedTo: limit, Statuses: Finished, InstanceIdPrefix: prefix, PageSize: 100);
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(stopping))
        {
            if (purged == max)
                break;
            await AuditBrokenAsync(client, instance, stopping);
            purged += (await client.PurgeInstanceAsync(instance.InstanceId, stopping)).PurgedInstanceCount;
        }

        return purged;
    }

    /// <summary>
    /// An orchestration that broke, or that an operator ended, had no step left to audit its end: this is the last chance.
    /// </summary>
    private async Task AuditBrokenAsync(DurableTaskClient client, OrchestrationMetadata instance, CancellationToken stopping)
    {
        if (instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed)
            return;
        var full = await client.GetInstanceAsync(instance.InstanceId, getInputsAndOutputs: true, stopping);
        if (InstanceReader.Read(full) is { } ended)
        {
            await audit.AppendAsync(AuditRecords.Ended(ended) with { At = clock.GetUtcNow() }, stopping);
        }
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
