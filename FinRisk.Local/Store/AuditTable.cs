using System.Security.Cryptography;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Local.Store;

/// <summary>
/// The primary keys of audit rows: the record's time in milliseconds, followed by a 20-bit counter that distinguishes records of
/// the same millisecond. New rows are appended at the table's end. A day, or everything before a moment, is a range of primary
/// keys, so the table needs no index.
/// </summary>
internal static class AuditSequence
{
    private const int CounterBits = 20;
    private const long CounterMask = (1L << CounterBits) - 1;

    /// <summary>
    /// The smallest primary key of a moment. From the year 2248 on, whose milliseconds no longer fit, the largest possible one.
    /// </summary>
    public static long FloorOf(DateTimeOffset moment)
    {
        var milliseconds = moment.ToUnixTimeMilliseconds();
        return milliseconds <= long.MaxValue >> CounterBits ? milliseconds << CounterBits : long.MaxValue;
    }

    /// <summary>The time of the record with a primary key.</summary>
    public static DateTimeOffset TimeOf(long key) => DateTimeOffset.FromUnixTimeMilliseconds(key >> CounterBits);

    /// <summary>The primary key of a record of this moment; <paramref name="counter"/> is incremented for each record.</summary>
    public static long KeyOf(DateTimeOffset moment, long counter) => FloorOf(moment) | (counter & CounterMask);
}

/// <summary>
/// Reads audit rows, always a limited range of primary keys, because a long read would prevent the write-ahead log from being
/// checkpointed.
/// </summary>
internal sealed class AuditQueries : IDisposable
{
    private const string Columns =
        "seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded, "
        + "accepted_at, ended_at, reason, provider";

    private readonly StoredCommand _page;
    private readonly StoredCommand _find;
    private readonly StoredCommand _findCorrelated;

    public AuditQueries(StoreConnection connection)
    {
        _page = connection.Prepare($"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 ORDER BY seq LIMIT ?3");
        _find = connection.Prepare(
            $"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 AND validation_id = ?3 ORDER BY seq");
        _findCorrelated = connection.Prepare(
            $"SELECT {Columns} FROM audit WHERE seq >= ?1 AND seq < ?2 AND correlation_id = ?3 ORDER BY seq LIMIT ?4");
    }

    /// <summary>The first rows with <paramref name="from"/> ≤ primary key &lt; <paramref name="to"/>, in order.</summary>
    public List<(long Key, AuditRecord Record)> ReadPage(long from, long to, int maxRows) =>
        _page.With(from).With(to).With(maxRows).ReadAll(Read);

    /// <summary>The rows of a range of primary keys that belong to a validation.</summary>
    public List<(long Key, AuditRecord Record)> Find(long from, long to, string validationId) =>
        _find.With(from).With(to).With(validationId).ReadAll(Read);

    /// <summary>The first rows of a range of primary keys that have a correlation id.</summary>
    public List<(long Key, AuditRecord Record)> FindCorrelated(long from, long to, string correlationId, int maxRows) =>
        _findCorrelated.With(from).With(to).With(correlationId).With(maxRows).ReadAll(Read);

    public void Dispose()
    {
        _page.Dispose();
        _find.Dispose();
        _findCorrelated.Dispose();
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
            Provider = row.OptionalText(13),
        });

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>
/// The changes of the audit log: append and purge. A change joins the transaction that is open on the connection, if any.
/// </summary>
internal sealed class AuditStatements : IDisposable
{
    private readonly StoredCommand _append;
    private readonly StoredCommand _oldest;
    private readonly StoredCommand _purge;

    /// <summary>
    /// Starts at a random value: after the clock was set back, a record may get the same time as one that an earlier process
    /// wrote, and must not get its primary key too.
    /// </summary>
    private long _counter = RandomNumberGenerator.GetInt32(int.MaxValue);

    public AuditStatements(StoreConnection connection)
    {
        _append = connection.Prepare("""
            INSERT INTO audit (
                seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded,
                accepted_at, ended_at, reason, provider)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """);
        _oldest = connection.Prepare("SELECT min(seq) FROM audit");
        _purge = connection.Prepare(
            "DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq < ?1 ORDER BY seq LIMIT ?2)");
    }

    /// <summary>Appends a record.</summary>
    public void Append(AuditRecord record) => _append
        .With(AuditSequence.KeyOf(record.At, _counter++))
        .With(record.Action)
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
        .WithOptional(record.Provider)
        .Execute();

    /// <summary>The time of the oldest record; null if there is none.</summary>
    public DateTimeOffset? FindOldest() =>
        _oldest.ReadAll(static row => row.OptionalNumber(0))[0] is { } key ? AuditSequence.TimeOf(key) : null;

    /// <summary>
    /// Deletes up to <paramref name="maxRows"/> records older than a moment, oldest first; returns their number.
    /// </summary>
    public int Purge(DateTimeOffset before, int maxRows) => _purge.With(AuditSequence.FloorOf(before)).With(maxRows).Execute();

    public void Dispose()
    {
        _append.Dispose();
        _oldest.Dispose();
        _purge.Dispose();
    }
}
