using FinRisk.Functions.Audit;
using FinRisk.Scoring;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>Drops the table of a month of the audit log when the whole month is older than <c>Audit:KeepFor</c>.</summary>
public sealed partial class AuditPurge(
    AuditTable audit, PurgeProgress progress, FinRiskSettings settings, TimeProvider clock, ILogger<AuditPurge> log)
{
    private const string Name = "audit";

    /// <summary>Runs the purge once.</summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        // The cutoff moves by at most PurgeProgress.MaxStep per run, in case the clock jumped ahead.
        var (cutoff, _) = await progress.BeginAsync(Name, clock.GetUtcNow() - settings.Audit.Retention, stopping);
        if (await audit.PurgeAsync(cutoff, stopping) is > 0 and var months)
            Log.Purged(log, months, cutoff);
        await progress.SaveAsync(Name, cutoff, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(
            6202, LogLevel.Information, "audit_purged: {months} months that ended before {limit:O}", EventName = "audit_purged")]
        public static partial void Purged(ILogger log, int months, DateTimeOffset limit);
    }
}
