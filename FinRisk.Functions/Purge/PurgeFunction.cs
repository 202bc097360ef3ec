using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Purge;

/// <summary>Deletes what has outlived its retention, every quarter of an hour, on one replica at a time.</summary>
public sealed class PurgeFunction(ValidationPurge validations, ScorePurge scores, AuditPurge audit)
{
    /// <summary>How often it looks; the score history is gone through slice by slice, one each time.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>Purges finished validations, one slice of the scores, and the audit log.</summary>
    [Function("Purge")]
    public async Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        await validations.PurgeAsync(client, stopping);
        await scores.PurgeAsync(stopping);
        await audit.PurgeAsync(stopping);
    }
}
