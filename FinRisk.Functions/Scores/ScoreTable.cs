using System.Globalization;
using Azure;
using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Scores;

/// <summary>The newest score of each applicant, in Azure Tables under the applicant's keyed hash.</summary>
public sealed partial class ScoreTable : IScoreHistory, IStorageProbe
{
    private const string TableName = "FinRiskScores";
    private const string RowKey = "newest";

    /// <summary>The longest wait of an attempt for its score to be kept, and of a readiness probe.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly TableClient _table;
    private readonly ILogger<ScoreTable> _log;
    private volatile Task? _created;

    /// <summary>Opens the table; it is created at the first write.</summary>
    public ScoreTable(StorageClients storage, ILogger<ScoreTable> log) => (_table, _log) = (storage.Table(TableName), log);

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The table cannot be read now.</exception>
    public async ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping)
    {
        try
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(applicantKey, RowKey, cancellationToken: stopping);
            return found.HasValue ? Read(found.Value!) : null;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault, stopping))
        {
            throw new StorageUnavailableException(fault);
        }
    }

    /// <summary>
    /// Keeps a score as the applicant's newest. A table that is slow or away is logged and does not hold up the answer; false
    /// then.
    /// </summary>
    public async Task<bool> KeepAsync(string applicantKey, KnownScore known)
    {
        try
        {
            await UpsertAsync(applicantKey, known).WaitAsync(Timeout);
            return true;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault))
        {
            Log.NotKept(_log, fault.GetType().Name, known.ValidationId.Value);
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsUsableAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Timeout);
        try
        {
            await _table.GetEntityIfExistsAsync<TableEntity>("probe", "probe", cancellationToken: patience.Token);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            // No table yet: the service answers, and that is what was asked.
            return true;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault, stopping))
        {
            return false;
        }
    }

    /// <summary>
    /// Deletes the scores older than <paramref name="limit"/> of the applicants whose key begins with <paramref name="first"/>.
    /// </summary>
    public async Task PurgeAsync(char first, DateTimeOffset limit, CancellationToken stopping)
    {
        await CreatedAsync().WaitAsync(stopping);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first.ToString()} and PartitionKey lt {first + "~"} and ScoredAt lt {limit}");
        var rows = _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stopping);
        await foreach (var row in rows)
            await DeleteAsync(row, stopping);
    }

    /// <summary>A score that was renewed since the query read it stays (ETag).</summary>
    private async Task DeleteAsync(TableEntity row, CancellationToken stopping)
    {
        try
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, stopping);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // Renewed meanwhile.
        }
    }

    /// <summary>Creates the table once; a creation that failed, as in an outage, is tried again by the next write.</summary>
    private Task CreatedAsync() =>
        _created is { IsFaulted: false, IsCanceled: false } created ? created : _created = _table.CreateIfNotExistsAsync();

    private async Task UpsertAsync(string applicantKey, KnownScore known)
    {
        await CreatedAsync();
        await _table.UpsertEntityAsync(
            new TableEntity(applicantKey, RowKey)
            {
                ["RiskScore"] = known.Score.RiskScore,
                ["RiskLevel"] = known.Score.RiskLevel.ToWire(),
                ["ScoredAt"] = known.ScoredAt,
                ["ValidationId"] = known.ValidationId.Value,
            },
            TableUpdateMode.Replace);
    }

    private static KnownScore? Read(TableEntity row) =>
        row.GetInt32("RiskScore") is { } score && RiskLevels.FromWire(row.GetString("RiskLevel")) is { } level
        && row.GetDateTimeOffset("ScoredAt") is { } scoredAt
        && ValidationId.TryParse(row.GetString("ValidationId"), out var validationId)
            ? new KnownScore(new VendorScore(score, level), scoredAt, validationId)
            : null;

    private static partial class Log
    {
        [LoggerMessage(
            1202,
            LogLevel.Error,
            "score_not_kept: {fault}; the score of {validationId} is answered but not remembered",
            EventName = "score_not_kept")]
        public static partial void NotKept(ILogger log, string fault, string validationId);
    }
}
