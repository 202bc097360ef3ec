using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Purge;

/// <summary>
/// How far each purge has come, kept in a table, so that neither a host that restarts often nor a clock that jumps breaks a
/// retention.
/// </summary>
public sealed partial class PurgeProgress(StorageClients storage, ILogger<PurgeProgress> log)
{
    internal const string TableName = "FinRiskPurge";

    /// <summary>
    /// The most by which one run moves its limit. A clock that jumps ahead makes everything due at once; so bounded, a run
    /// deletes half a day too much at most, and there is time to see the warning and to set the clock right. After a month
    /// without a host the limit is where it belongs within 15 hours, and every slice of the scores has met it 16 hours later.
    /// </summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromHours(12);

    private const string RowKey = "progress";

    private readonly TableClient _table = storage.Table(TableName);

    /// <summary>The limit for this run: what is due, or one step beyond the last run where that is less.</summary>
    /// <param name="purge">Which purge.</param>
    /// <param name="due">What is older than this is to be deleted, by the clock. Without a last run it holds as it is.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>The limit, and the first turn that has not been done yet; null where none is known.</returns>
    public async Task<(DateTimeOffset Limit, long? NextTurn)> BeginAsync(
        string purge, DateTimeOffset due, CancellationToken stopping)
    {
        await _table.CreateIfNotExistsAsync(stopping);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(purge, RowKey, cancellationToken: stopping);
        if (!found.HasValue || found.Value!.GetDateTimeOffset("Limit") is not { } last)
            return (due, null);
        var limit = last + MaxStep < due ? last + MaxStep : due;
        if (limit < due)
            Log.Behind(log, purge, due, limit, MaxStep);
        return (limit, found.Value.GetInt64("NextTurn"));
    }

    /// <summary>Keeps what a run has done.</summary>
    /// <param name="purge">Which purge.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="nextTurn">The first turn that has not been done, for a purge that goes through its table in slices.</param>
    /// <param name="stopping">Ends the wait.</param>
    public Task SaveAsync(string purge, DateTimeOffset limit, long? nextTurn, CancellationToken stopping)
    {
        var row = new TableEntity(purge, RowKey) { ["Limit"] = limit };
        if (nextTurn is { } turn)
            row["NextTurn"] = turn;
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
