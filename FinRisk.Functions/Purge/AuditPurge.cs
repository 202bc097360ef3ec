using FinRisk.Functions.Audit;
using FinRisk.Scoring;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>Drops the audit log's months once all of a month is older than <c>Audit:KeepFor</c>.</summary>
public sealed partial class AuditPurge(
    AuditTable audit, PurgeProgress progress, FinRiskSettings settings, TimeProvider clock, ILogger<AuditPurge> log)
{
    private const string Name = "audit";

    /// <summary>Purges once.</summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        var (limit, _) = await progress.BeginAsync(Name, clock.GetUtcNow() - settings.Audit.KeepFor, stopping);
        if (await audit.PurgeAsync(limit, stopping) is > 0 and var months)
            Log.Purged(log, months, limit);
        await progress.SaveAsync(Name, limit, nextTurn: null, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(
            6202, LogLevel.Information, "audit_purged: {months} months that ended before {limit:O}", EventName = "audit_purged")]
        public static partial void Purged(ILogger log, int months, DateTimeOffset limit);
    }
}
