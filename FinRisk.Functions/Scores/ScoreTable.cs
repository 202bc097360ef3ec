using System.Globalization;
using Azure;
using Azure.Data.Tables;
using FinRisk.Functions.Storage;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Scores;

/// <summary>
/// The newest score of each applicant, in Azure Tables: the score history of the Functions host. The partition key is the
/// applicant hash.
/// </summary>
public sealed partial class ScoreTable : IScoreHistory, IStorageProbe
{
    private const string TableName = "FinRiskScores";
    private const string RowKey = "newest";
    private const int NotFound = 404;

    /// <summary>The maximum time that an attempt waits for its score to be stored, and that a readiness probe takes.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly TableClient _table;
    private readonly ILogger<ScoreTable> _log;
    private volatile Task? _created;

    /// <summary>Opens the table. The first write creates it.</summary>
    public ScoreTable(StorageClients storage, ILogger<ScoreTable> log) => (_table, _log) = (storage.Table(TableName), log);

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The table is unavailable.</exception>
    public async ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping)
    {
        try
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(applicantHash, RowKey, cancellationToken: stopping);
            return found.HasValue ? Read(found.Value!) : null;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new StorageUnavailableException(exception);
        }
    }

    /// <summary>
    /// Stores a score as the applicant's newest. Returns false, and logs, if the table is unavailable or the write takes longer
    /// than 1 s; the caller then goes on without it.
    /// </summary>
    public async Task<bool> SaveAsync(string applicantHash, StoredScore score)
    {
        try
        {
            await UpsertAsync(applicantHash, score).WaitAsync(Timeout);
            return true;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception))
        {
            Log.NotStored(_log, exception.GetType().Name, score.ValidationId.Value);
            return false;
        }
    }

    /// <summary>Deletes an applicant's newest score; returns false if there is none.</summary>
    /// <exception cref="StorageUnavailableException">The table is unavailable.</exception>
    public async Task<bool> DeleteAsync(string applicantHash, CancellationToken stopping)
    {
        try
        {
            using var response = await _table.DeleteEntityAsync(applicantHash, RowKey, ETag.All, stopping);
            return response.Status != NotFound;
        }
        catch (RequestFailedException fault) when (fault.Status == NotFound)
        {
            return false;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            throw new StorageUnavailableException(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsUsableAsync(CancellationToken stopping)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(Timeout);
        try
        {
            await _table.GetEntityIfExistsAsync<TableEntity>("probe", "probe", cancellationToken: timeout.Token);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            // The table does not exist yet, but the service has answered, so storage is usable.
            return true;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            return false;
        }
    }

    /// <summary>
    /// Deletes the scores older than <paramref name="cutoff"/> of the applicants whose hash begins with <paramref name="first"/>.
    /// </summary>
    public async Task PurgeAsync(char first, DateTimeOffset cutoff, CancellationToken stopping)
    {
        await EnsureCreatedAsync().WaitAsync(stopping);

        // The tilde comes after every character of a hash, so the range contains every hash that begins with the character.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first.ToString()} and PartitionKey lt {first + "~"} and ScoredAt lt {cutoff}");
        var rows = _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stopping);
        await foreach (var row in rows)
            await DeleteAsync(row, stopping);
    }

    /// <summary>Deletes a score, unless it was replaced after the query read it (detected by its ETag).</summary>
    private async Task DeleteAsync(TableEntity row, CancellationToken stopping)
    {
        try
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, stopping);
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            // The score was replaced, so it is not due any more.
        }
    }

    /// <summary>Creates the table if this process has not done so yet. A failed creation is retried by the next call.</summary>
    private Task EnsureCreatedAsync() =>
        _created is { IsFaulted: false, IsCanceled: false } created ? created : _created = _table.CreateIfNotExistsAsync();

    private async Task UpsertAsync(string applicantHash, StoredScore score)
    {
        await EnsureCreatedAsync();
        await _table.UpsertEntityAsync(
            new TableEntity(applicantHash, RowKey)
            {
                ["RiskScore"] = score.Score.RiskScore,
                ["RiskLevel"] = score.Score.RiskLevel.ToWire(),
                ["ScoredAt"] = score.ScoredAt,
                ["ValidationId"] = score.ValidationId.Value,
                ["Provider"] = score.Provider,
            },
            TableUpdateMode.Replace);
    }

    /// <summary>
    /// Reads a score; null if the row lacks a member or has an invalid one. The next score replaces such a row.
    /// </summary>
    private static StoredScore? Read(TableEntity row) =>
        row.GetInt32("RiskScore") is { } score && RiskLevels.FromWire(row.GetString("RiskLevel")) is { } level
        && row.GetDateTimeOffset("ScoredAt") is { } scoredAt
        && ValidationId.TryParse(row.GetString("ValidationId"), out var validationId)
            ? new StoredScore(
                new VendorScore(score, level), scoredAt, validationId, row.GetString("Provider") ?? ProviderName.RiskShield)
            : null;

    private static partial class Log
    {
        [LoggerMessage(
            1202,
            LogLevel.Error,
            "score_not_kept: {error}; the score of {validationId} is answered but not remembered",
            EventName = "score_not_kept")]
        public static partial void NotStored(ILogger log, string error, string validationId);
    }
}
