using System.Security.Cryptography;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Local.Store;

/// <summary>
/// The keys of audit rows: the record's time in milliseconds, then 20 bits that keep records of one millisecond apart. New rows
/// go to the table's end, and a day, or all that is older than a moment, is a range of keys: the table needs no index.
/// </summary>
internal static class AuditSequence
{
    private const int CounterBits = 20;
    private const long CounterMask = (1L << CounterBits) - 1;

    /// <summary>
    /// The smallest key of a moment; from the year 2248, whose milliseconds no longer fit, one behind every row.
    /// </summary>
    public static long FloorOf(DateTimeOffset moment)
    {
        var milliseconds = moment.ToUnixTimeMilliseconds();
        return milliseconds <= long.MaxValue >> CounterBits ? milliseconds << CounterBits : long.MaxValue;
    }

    /// <summary>The moment of a key.</summary>
    public static DateTimeOffset TimeOf(long key) => DateTimeOffset.FromUnixTimeMilliseconds(key >> CounterBits);

    /// <summary>The key of a record of this moment, where <paramref name="counter"/> is one more each time.</summary>
    public static long KeyOf(DateTimeOffset moment, long counter) => FloorOf(moment) | (counter & CounterMask);
}

/// <summary>Reads audit rows, always a limited range of keys: a long read would keep the WAL from being folded back.</summary>
internal sealed class AuditQueries : IDisposable
{
    private const string Columns =
        "seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded, "
        + "accepted_at, ended_at, reason";

    private readonly StoredCommand _page;
    private readonly StoredCommand _find;

    public AuditQueries(StoreConnection connection)
    {
        _page = connection.Prepare($"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 ORDER BY seq LIMIT ?3");
        _find = connection.Prepare(
            $"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 AND validation_id = ?3 ORDER BY seq");
    }

    /// <summary>The first rows of a range, with their keys.</summary>
    public List<(long Key, AuditRecord Record)> ReadPage(long from, long to, int maxRows) =>
        _page.With(from).With(to).With(maxRows).ReadAll(Read);

    /// <summary>The rows of a range that are about a validation.</summary>
    public List<(long Key, AuditRecord Record)> Find(long from, long to, string validationId) =>
        _find.With(from).With(to).With(validationId).ReadAll(Read);

    public void Dispose()
    {
        _page.Dispose();
        _find.Dispose();
    }

    private static (long Key, AuditRecord Record) Read(StoredCommand row) =>
        (row.Number(0), new AuditRecord(row.Text(1), AuditSequence.TimeOf(row.Number(0)), row.Text(2))
        {
            CorrelationId = row.OptionalText(3),
            ValidationId = row.OptionalText(4),
            Outcome = row.OptionalText(5),
            Level = RiskLevels.FromWire(row.OptionalText(6)),
            ScoreOf = row.OptionalText(7),
            Attempts = (int?)row.OptionalNumber(8),
            Degraded = row.OptionalNumber(9) is { } degraded ? degraded != 0 : null,
            AcceptedAt = Time(row.OptionalNumber(10)),
            EndedAt = Time(row.OptionalNumber(11)),
            Reason = row.OptionalText(12),
        });

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some) : null;
}

/// <summary>
/// The changes that the audit log knows: add a row, and purge. Used by the one writer only, within its transaction.
/// </summary>
internal sealed class AuditStatements : IDisposable
{
    private readonly StoredCommand _append;
    private readonly StoredCommand _oldest;
    private readonly StoredCommand _purge;

    /// <summary>Begins anywhere, so that a clock set back to where an earlier process was does not lead to its keys.</summary>
    private long _counter = RandomNumberGenerator.GetInt32(int.MaxValue);

    public AuditStatements(StoreConnection connection)
    {
        _append = connection.Prepare("""
            INSERT INTO audit (
                seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded,
                accepted_at, ended_at, reason)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """);
        _oldest = connection.Prepare("SELECT min(seq) FROM audit");
        _purge = connection.Prepare(
            "DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq < ?1 ORDER BY seq LIMIT ?2)");
    }

    /// <summary>Adds a record.</summary>
    public void Append(AuditRecord record) => _append
        .With(AuditSequence.KeyOf(record.At, _counter++))
        .With(record.Act)
        .With(record.Caller)
        .WithOptional(record.CorrelationId)
        .WithOptional(record.ValidationId)
        .WithOptional(record.Outcome)
        .WithOptional(record.Level?.ToWire())
        .WithOptional(record.ScoreOf)
        .WithOptional(record.Attempts)
        .WithOptional(record.Degraded switch { null => null, true => 1, _ => 0 })
        .WithOptional(record.AcceptedAt?.ToUnixTimeMilliseconds())
        .WithOptional(record.EndedAt?.ToUnixTimeMilliseconds())
        .WithOptional(record.Reason)
        .Execute();

    /// <summary>When the oldest record was written; null where there is none.</summary>
    public DateTimeOffset? FindOldest() =>
        _oldest.ReadAll(static row => row.OptionalNumber(0))[0] is { } key ? AuditSequence.TimeOf(key) : null;

    /// <summary>Deletes records older than <paramref name="before"/>, oldest first; returns how many.</summary>
    public int Purge(DateTimeOffset before, int maxRows) => _purge.With(AuditSequence.FloorOf(before)).With(maxRows).Execute();

    public void Dispose()
    {
        _append.Dispose();
        _oldest.Dispose();
        _purge.Dispose();
    }
}
