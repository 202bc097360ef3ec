using System.Globalization;
using Azure.Data.Tables;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Functions.Audit;

/// <summary>A record as a row: the day is its partition, the validation begins its key.</summary>
internal static class AuditRow
{
    /// <summary>The partition of a day.</summary>
    public static string PartitionKeyFor(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Its row. What Durable may write twice, after a crash, gets the same key each time; anything else gets one of its own.
    /// </summary>
    public static TableEntity Write(AuditRecord record, TimeProvider clock)
    {
        var row = new TableEntity(PartitionKeyFor(record.At), RowKeyFor(record, clock))
        {
            ["At"] = record.At,
            ["Act"] = record.Act,
            ["Caller"] = record.Caller,
        };
        Add(row, "CorrelationId", record.CorrelationId);
        Add(row, "ValidationId", record.ValidationId);
        Add(row, "Outcome", record.Outcome);
        Add(row, "Level", record.Level?.ToWire());
        Add(row, "ScoreOf", record.ScoreOf);
        Add(row, "Attempts", record.Attempts);
        Add(row, "Degraded", record.Degraded);
        Add(row, "AcceptedAt", record.AcceptedAt);
        Add(row, "EndedAt", record.EndedAt);
        Add(row, "Reason", record.Reason);
        return row;
    }

    /// <summary>And back.</summary>
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
        AcceptedAt = row.GetDateTimeOffset("AcceptedAt"),
        EndedAt = row.GetDateTimeOffset("EndedAt"),
        Reason = row.GetString("Reason"),
    };

    private static string RowKeyFor(AuditRecord record, TimeProvider clock)
    {
        var subject = record.ValidationId ?? ValidationId.New(clock).Value;
        var run = record is { Act: AuditActs.ValidationEnded or AuditActs.SealBroken, AcceptedAt: { } accepted }
            ? accepted.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : ValidationId.New(clock).Value;
        return $"{subject}.{record.Act}.{run}";
    }

    private static void Add(TableEntity row, string name, object? value)
    {
        if (value is not null)
            row[name] = value;
    }
}
