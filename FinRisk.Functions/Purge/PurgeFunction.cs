using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Purge;

/// <summary>Deletes what has outlived its retention, every quarter of an hour, on one replica at a time.</summary>
public sealed class PurgeFunction(ValidationPurge validations, ScorePurge scores, AuditPurge audit)
{
    /// <summary>The time between two runs. A run that was missed while no host was up is made up for at the next start.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>Purges finished validations, the slices of the scores whose turn has come, and the audit log.</summary>
    [Function("Purge")]
    public async Task RunAsync(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        await validations.PurgeAsync(client, stopping);
        await scores.PurgeAsync(stopping);
        await audit.PurgeAsync(stopping);
    }
}
