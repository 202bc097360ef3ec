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
/// The audit log in Azure Tables: a table a month, so that a purge drops a table instead of millions of rows, and in it a
/// partition a day.
/// </summary>
public sealed class AuditTable(StorageClients storage, FinRiskSettings settings, TimeProvider clock) : IAuditLog, IAuditReader
{
    internal const string Prefix = "FinRiskAudit";

    /// <summary>The longest wait of a vendor step for its record; where it is over, a step of its own writes it later.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

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
        catch (Exception fault) when (AzureFailures.IsFailure(fault, stopping))
        {
            throw new AuditException(fault);
        }
    }

    /// <summary>As <see cref="AppendAsync"/>, but false where it fails or takes too long.</summary>
    public async Task<bool> TryAppendAsync(AuditRecord record)
    {
        try
        {
            await AppendAsync(record, CancellationToken.None).WaitAsync(Timeout, clock);
            return true;
        }
        catch (Exception fault) when (fault is AuditException or TimeoutException)
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
        // Every day on which something can have been recorded about it is a short range of keys; they are asked for side by side.
        var (now, last) = (clock.GetUtcNow(), id.Time + AuditSpan.AfterIdTime(settings.Validation, settings.ScoreHistory));
        var days = new List<Task<List<AuditRecord>>>();
        var first = new DateTimeOffset(id.Time.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = first; day <= last && day <= now; day = day.AddDays(1))
            days.Add(FindAsync(day, id, stopping));
        return [.. (await Task.WhenAll(days)).SelectMany(records => records).OrderBy(record => record.At)];
    }

    /// <summary>Drops the months that ended before <paramref name="limit"/>; returns how many.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset limit, CancellationToken stopping)
    {
        var purged = 0;
        var service = storage.Tables();
        var expired = TableNameFor(limit);
        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {Prefix} and TableName lt {expired}");
        await foreach (var table in service.QueryAsync(filter, cancellationToken: stopping))
        {
            await service.DeleteTableAsync(table.Name, stopping);
            purged++;
        }

        return purged;
    }

    private async Task<List<AuditRecord>> FindAsync(DateTimeOffset day, ValidationId id, CancellationToken stopping)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {AuditRow.PartitionKeyFor(day)} and RowKey ge {id.Value + "."} and RowKey lt {id.Value + "/"}");
        var found = new List<AuditRecord>();
        await foreach (var record in QueryAsync(day, filter, stopping))
            found.Add(record);
        return found;
    }

    private async IAsyncEnumerable<AuditRecord> QueryAsync(
        DateTimeOffset day, string filter, [EnumeratorCancellation] CancellationToken stopping)
    {
        var query = storage.Table(TableNameFor(day)).QueryAsync<TableEntity>(filter, cancellationToken: stopping);
        await using var rows = query.GetAsyncEnumerator(stopping);
        while (await MoveAsync(rows, stopping))
            yield return AuditRow.Read(rows.Current);
    }

    /// <summary>A month in which nothing was recorded, or that has been purged, has no table.</summary>
    private static async Task<bool> MoveAsync(IAsyncEnumerator<TableEntity> rows, CancellationToken stopping)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return false;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault, stopping))
        {
            throw new StorageUnavailableException(fault);
        }
    }

    private static string TableNameFor(DateTimeOffset moment) =>
        Prefix + moment.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private async Task<TableClient> OpenAsync(string month, CancellationToken stopping)
    {
        var opening = _months.GetOrAdd(month, name => new Lazy<Task<TableClient>>(() => CreateAsync(name)));
        try
        {
            return await opening.Value.WaitAsync(stopping);
        }
        catch (Exception) when (opening.Value.IsFaulted)
        {
            // The next one tries again.
            _months.TryRemove(KeyValuePair.Create(month, opening));
            throw;
        }
    }

    private async Task<TableClient> CreateAsync(string month)
    {
        var table = storage.Table(month);
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
