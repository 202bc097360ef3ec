using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Audit;

/// <summary>
/// The audit log in Azure Tables: one table per month and one partition per day. A purge drops whole tables, which is cheaper
/// than deleting millions of rows.
/// </summary>
public sealed class AuditTable(StorageClients storage, FinRiskSettings settings, TimeProvider clock) : IAuditLog, IAuditReader
{
    internal const string Prefix = "FinRiskAudit";

    /// <summary>
    /// The maximum time that the vendor step waits for its audit record to be written. After that the orchestration writes the
    /// record in a separate step (<see cref="AuditActivity"/>).
    /// </summary>
    private static readonly TimeSpan AppendTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<TableClient>>> _months = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task AppendAsync(AuditRecord record, CancellationToken stopping)
    {
        try
        {
            var row = AuditRow.Write(record, clock);
            var table = await OpenAsync(TableNameFor(record.At), stopping);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, stopping);
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new AuditException(exception);
        }
    }

    /// <inheritdoc/>
    public async Task AppendAllAsync(IReadOnlyList<AuditRecord> records, CancellationToken stopping)
    {
        try
        {
            // A transaction covers a single partition, and the partition is the day.
            foreach (var day in records.GroupBy(record => AuditRow.PartitionKeyFor(record.At)))
            {
                var table = await OpenAsync(TableNameFor(day.First().At), stopping);
                foreach (var chunk in day.Chunk(StorageClients.MaxTransactionActions))
                {
                    var upserts = chunk.Select(record => new TableTransactionAction(
                        TableTransactionActionType.UpsertReplace, AuditRow.Write(record, clock)));
                    await table.SubmitTransactionAsync(upserts, stopping);
                }
            }
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new AuditException(exception);
        }
    }

    /// <summary>Appends a record within a second; returns false if the write fails or takes longer.</summary>
    public async Task<bool> TryAppendAsync(AuditRecord record)
    {
        try
        {
            await AppendAsync(record, CancellationToken.None).WaitAsync(AppendTimeout, clock);
            return true;
        }
        catch (Exception exception) when (exception is AuditException or TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, CancellationToken stopping)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return QueryAsync(start, TableClient.CreateQueryFilter($"PartitionKey eq {AuditRow.PartitionKeyFor(start)}"), stopping);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping)
    {
        // On each day, the records of a validation form a short range of row keys. The days are queried in parallel.
        var now = clock.GetUtcNow();
        var last = id.Time + AuditSearchWindow.AfterIdTime(settings.Validation, settings.ScoreHistory);
        var days = new List<Task<List<AuditRecord>>>();
        var first = new DateTimeOffset(id.Time.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = first; day <= last && day <= now; day = day.AddDays(1))
            days.Add(FindAsync(day, id, stopping));
        return [.. (await Task.WhenAll(days)).SelectMany(records => records).OrderBy(record => record.At)];
    }

    /// <summary>
    /// Scans the partition of each day, in parallel. The table has no index by correlation id, because an index would cost a
    /// second write for every record.
    /// </summary>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(
        string correlationId, DateOnly first, DateOnly last, int maxRecords, CancellationToken stopping)
    {
        var days = new List<Task<List<AuditRecord>>>();
        for (var day = first.DayNumber; day <= last.DayNumber; day++)
        {
            var start = new DateTimeOffset(DateOnly.FromDayNumber(day), TimeOnly.MinValue, TimeSpan.Zero);
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {AuditRow.PartitionKeyFor(start)} and CorrelationId eq {correlationId}");
            days.Add(ReadAsync(start, filter, maxRecords, stopping));
        }

        return [.. (await Task.WhenAll(days)).SelectMany(records => records).OrderBy(record => record.At).Take(maxRecords)];
    }

    /// <summary>Drops the tables of the months that ended before <paramref name="cutoff"/>; returns how many.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset cutoff, CancellationToken stopping)
    {
        var purged = 0;
        var service = storage.Tables();

        // The names end with year and month, so their order is that of time.
        var firstRetained = TableNameFor(cutoff);
        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {Prefix} and TableName lt {firstRetained}");
        await foreach (var table in service.QueryAsync(filter, cancellationToken: stopping))
        {
            await service.DeleteTableAsync(table.Name, stopping);
            purged++;
        }

        return purged;
    }

    private async Task<List<AuditRecord>> FindAsync(DateTimeOffset day, ValidationId id, CancellationToken stopping)
    {
        // A row key is the validation id, a full stop and more. The slash is the character after the full stop, so the range
        // contains every row key that begins with the id and a full stop.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {AuditRow.PartitionKeyFor(day)} and RowKey ge {id.Value + "."} and RowKey lt {id.Value + "/"}");
        return await ReadAsync(day, filter, int.MaxValue, stopping);
    }

    private async Task<List<AuditRecord>> ReadAsync(
        DateTimeOffset day, string filter, int maxRecords, CancellationToken stopping)
    {
        var found = new List<AuditRecord>();
        await foreach (var record in QueryAsync(day, filter, stopping))
        {
            found.Add(record);
            if (found.Count == maxRecords)
                break;
        }

        return found;
    }

    private async IAsyncEnumerable<AuditRecord> QueryAsync(
        DateTimeOffset day, string filter, [EnumeratorCancellation] CancellationToken stopping)
    {
        var query = storage.Table(TableNameFor(day)).QueryAsync<TableEntity>(filter, cancellationToken: stopping);
        await using var rows = query.GetAsyncEnumerator(stopping);
        while (await MoveNextAsync(rows, stopping))
            yield return AuditRow.Read(rows.Current);
    }

    /// <summary>
    /// Moves to the next row; false at the end, or if the month has no table because nothing was recorded or it was purged.
    /// </summary>
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<TableEntity> rows, CancellationToken stopping)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new StorageUnavailableException(exception);
        }
    }

    private static string TableNameFor(DateTimeOffset moment) =>
        Prefix + moment.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <summary>Opens the table of a month; the first call in this process creates the table if it does not exist.</summary>
    private async Task<TableClient> OpenAsync(string month, CancellationToken stopping)
    {
        var opening = _months.GetOrAdd(month, name => new Lazy<Task<TableClient>>(() => CreateAsync(name)));
        try
        {
            return await opening.Value.WaitAsync(stopping);
        }
        catch (Exception) when (opening.Value.IsFaulted)
        {
            // Remove the failed task, so that the next caller creates the table again.
            _months.TryRemove(KeyValuePair.Create(month, opening));
            throw;
        }
    }

    /// <summary>Creates the table. Cannot be cancelled, because concurrent callers share the task.</summary>
    private async Task<TableClient> CreateAsync(string month)
    {
        var table = storage.Table(month);
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
