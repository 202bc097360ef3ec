using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Purge;

/// <summary>Deletes what has outlived its retention, every quarter of an hour, on one replica at a time.</summary>
public sealed class PurgeFunction(ValidationPurge validations, ScorePurge scores, AuditPurge audit, FigurePurge figures)
{
    /// <summary>
    /// The time between two runs, which must match <see cref="Schedule"/>: <see cref="ScorePurge"/> derives its slices from it. A
    /// run that was missed while no host was up is made up for at the next start.
    /// </summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>The timer's schedule: every 15 minutes, as {second} {minute} {hour} {day} {month} {weekday}.</summary>
    internal const string Schedule = "0 */15 * * * *";

    /// <summary>
    /// Purges finished validations, stored scores (a slice of the table in each interval, see <see cref="ScorePurge"/>), the
    /// audit log, and the figures of the operations page.
    /// </summary>
    [Function("Purge")]
    public async Task RunAsync(
        [TimerTrigger(Schedule)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        await validations.PurgeAsync(client, stopping);
        await scores.PurgeAsync(stopping);
        await audit.PurgeAsync(stopping);
        await figures.PurgeAsync(stopping);
    }
}
