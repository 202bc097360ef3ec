using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Stores the progress of each purge in a table, so that retention holds even if the host restarts often or its clock jumps.
/// </summary>
public sealed partial class PurgeProgress(StorageClients storage, ILogger<PurgeProgress> log)
{
    internal const string TableName = "FinRiskPurge";

    /// <summary>
    /// The maximum by which one run moves its cutoff, the moment before which records are deleted. If the clock jumps ahead, all
    /// records become due at once. With this maximum, one run deletes at most the next 12 hours of records, and operators have
    /// time to notice the warning and to correct the clock. The price is that a purge needs several runs to catch up: after 30
    /// days without a host, 60 runs at intervals of 15 minutes, which is 15 hours. The scores need another 16 hours, because
    /// <see cref="ScorePurge"/> visits one of its 64 slices per interval.
    /// </summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromHours(12);

    private const string RowKey = "progress";

    // The names of the stored columns. They must not change: earlier versions have written rows with them.
    private const string CutoffColumn = "Limit";
    private const string NextSliceColumn = "NextTurn";

    private readonly TableClient _table = storage.Table(TableName);

    /// <summary>Determines the cutoff of a run and where the previous run stopped.</summary>
    /// <param name="purge">The name of the purge.</param>
    /// <param name="due">The cutoff by the clock and the retention: records older than this are due for deletion.</param>
    /// <param name="stopping">Cancels the operation.</param>
    /// <returns>
    /// The cutoff: <paramref name="due"/>, but at most <see cref="MaxStep"/> after the cutoff of the previous run if there was
    /// one. And the number of the first slice that is not purged yet; null if none is stored.
    /// </returns>
    public async Task<(DateTimeOffset Cutoff, long? NextSlice)> BeginAsync(
        string purge, DateTimeOffset due, CancellationToken stopping)
    {
        await _table.CreateIfNotExistsAsync(stopping);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(purge, RowKey, cancellationToken: stopping);
        if (!found.HasValue || found.Value!.GetDateTimeOffset(CutoffColumn) is not { } last)
            return (due, null);
        var cutoff = last + MaxStep < due ? last + MaxStep : due;
        if (cutoff < due)
            Log.Behind(log, purge, due, cutoff, MaxStep);
        return (cutoff, found.Value.GetInt64(NextSliceColumn));
    }

    /// <summary>Stores the progress of a run.</summary>
    /// <param name="purge">The name of the purge.</param>
    /// <param name="cutoff">The cutoff of the run.</param>
    /// <param name="stopping">Cancels the operation.</param>
    /// <param name="nextSlice">
    /// The number of the first slice that is not purged yet; null for a purge that does not divide its table into slices.
    /// </param>
    public Task SaveAsync(string purge, DateTimeOffset cutoff, CancellationToken stopping, long? nextSlice = null)
    {
        var row = new TableEntity(purge, RowKey) { [CutoffColumn] = cutoff };
        if (nextSlice is { } slice)
            row[NextSliceColumn] = slice;
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(
            5004,
            LogLevel.Warning,
            "purge_behind: {purge} before {due:O} are due, but one run goes on by {maxStep:c} at most, this time to {limit:O}; "
            + "no host ran, or the clock jumped ahead",
            EventName = "purge_behind")]
        public static partial void Behind(ILogger log, string purge, DateTimeOffset due, DateTimeOffset limit, TimeSpan maxStep);
    }
}
