using System.Globalization;
using Azure;
using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Storage;

namespace FinRisk.Functions.Figures;

/// <summary>
/// Stores the figures of all replicas in Azure Tables: a partition for each hour (<c>yyyyMMddHH</c>, UTC), with a row for each
/// process. So the figures of a whole day are a single range query.
/// </summary>
public sealed class FigureTable(StorageClients storage) : IFigureStore
{
    internal const string TableName = "FinRiskFigures";
    private const string Content = "Content";
    private const string HourFormat = "yyyyMMddHH";

    private readonly TableClient _table = storage.Table(TableName);
    private bool _isCreated;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task SaveAsync(StoredFigures figures, CancellationToken stopping)
    {
        try
        {
            if (!_isCreated)
                await _table.CreateIfNotExistsAsync(stopping);
            _isCreated = true;
            var row = new TableEntity(PartitionKeyFor(figures.Hour), figures.Process) { [Content] = figures.Content };
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, stopping);
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            // The table may have been deleted, so the next write creates it again.
            _isCreated = false;
            throw new StorageUnavailableException(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredFigures>> ReadAsync(
        DateTimeOffset from, DateTimeOffset before, CancellationToken stopping)
    {
        try
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey ge {PartitionKeyFor(from)} and PartitionKey lt {PartitionKeyFor(before)}");
            var found = new List<StoredFigures>();
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping))
            {
                if (TryReadHour(row.PartitionKey) is { } hour)
                    found.Add(new StoredFigures(row.RowKey, hour, row[Content] as byte[] ?? []));
            }

            return found;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // The table does not exist, because no replica has stored figures yet.
            return [];
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new StorageUnavailableException(exception);
        }
    }

    /// <summary>Deletes the rows of the hours that started before a time. Returns the number of deleted rows.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken stopping)
    {
        try
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey lt {PartitionKeyFor(before)}");
            var due = new List<TableEntity>();
            var query = _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stopping);
            await foreach (var row in query)
                due.Add(row);
            foreach (var hour in due.GroupBy(row => row.PartitionKey))
            {
                foreach (var batch in hour.Chunk(StorageClients.MaxTransactionActions))
                {
                    await _table.SubmitTransactionAsync(
                        batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row)), stopping);
                }
            }

            return due.Count;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // The table does not exist, or another replica has just deleted the same rows. The next purge deletes the rest.
            return 0;
        }
    }

    private static string PartitionKeyFor(DateTimeOffset hour) =>
        hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? TryReadHour(string partitionKey) =>
        DateTimeOffset.TryParseExact(
            partitionKey, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour)
            ? hour
            : null;
}
