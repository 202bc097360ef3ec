using System.Globalization;
using Azure.Data.Tables;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Functions.Audit;

/// <summary>
/// Converts audit records to table rows and back. The partition key is the day; the row key begins with the validation id.
/// </summary>
internal static class AuditRow
{
    /// <summary>The partition key of the UTC day that contains a moment.</summary>
    public static string PartitionKeyFor(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Converts a record into a table row. Durable may write the end of a validation twice after a crash, so such a record gets
    /// the same row key each time. Every other record gets a unique row key.
    /// </summary>
    public static TableEntity Write(AuditRecord record, TimeProvider clock)
    {
        var row = new TableEntity(PartitionKeyFor(record.At), RowKeyFor(record, clock))
        {
            ["At"] = record.At,
            ["Act"] = record.Action,
            ["Caller"] = record.Caller,
        };
        Add(row, "CorrelationId", record.CorrelationId);
        Add(row, "ValidationId", record.ValidationId);
        Add(row, "Outcome", record.Outcome);
        Add(row, "Level", record.Level?.ToWire());
        Add(row, "ScoreOf", record.ScoreOf);
        Add(row, "Attempts", record.Attempts);
        Add(row, "Degraded", record.Degraded);
        Add(row, "Provider", record.Provider);
        Add(row, "AcceptedAt", record.AcceptedAt);
        Add(row, "EndedAt", record.EndedAt);
        Add(row, "Reason", record.Reason);
        return row;
    }

    /// <summary>Converts a table row into a record.</summary>
    public static AuditRecord Read(TableEntity row) => new(
        row.GetString("Act") ?? "unknown",
        row.GetDateTimeOffset("At") ?? row.Timestamp ?? default,
        row.GetString("Caller") ?? "unknown")
    {
        CorrelationId = row.GetString("CorrelationId"),
        ValidationId = row.GetString("ValidationId"),
        Outcome = row.GetString("Outcome"),
        Level = RiskLevels.FromWire(row.GetString("Level")),
        ScoreOf = row.GetString("ScoreOf"),
        Attempts = row.GetInt32("Attempts"),
        Degraded = row.GetBoolean("Degraded"),
        Provider = row.GetString("Provider"),
        AcceptedAt = row.GetDateTimeOffset("AcceptedAt"),
        EndedAt = row.GetDateTimeOffset("EndedAt"),
        Reason = row.GetString("Reason"),
    };

    private static string RowKeyFor(AuditRecord record, TimeProvider clock)
    {
        var subject = record.ValidationId ?? ValidationId.New(clock).Value;
        var run = record is { Action: AuditActions.ValidationEnded or AuditActions.SealBroken, AcceptedAt: { } accepted }
            ? accepted.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : ValidationId.New(clock).Value;
        return $"{subject}.{record.Action}.{run}";
    }

    private static void Add(TableEntity row, string name, object? value)
    {
        if (value is not null)
            row[name] = value;
    }
}
