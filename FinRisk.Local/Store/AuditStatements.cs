using System.Security.Cryptography;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Local.Store;

/// <summary>The changes that the audit log knows: add a row, and purge. Used by the one writer only, within its transaction.</summary>
internal sealed class AuditStatements : IDisposable
{
    private readonly StoredCommand _append;
    private readonly StoredCommand _purge;

    /// <summary>Begins anywhere, so that a clock set back to where an earlier process was does not lead to its keys.</summary>
    private long _counter = RandomNumberGenerator.GetInt32(int.MaxValue);

    public AuditStatements(StoreConnection connection)
    {
        _append = connection.Prepare("""
            INSERT INTO audit (seq, act, caller, correlation_id, validation_id, outcome, level, score_of, attempts, degraded, accepted_at, ended_at, reason)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """);
        _purge = connection.Prepare("DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE seq < ?1 ORDER BY seq LIMIT ?2)");
    }

    /// <summary>Adds a record.</summary>
    public void Append(AuditRecord record) => _append
        .With(AuditSequence.Of(record.At, _counter++))
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

    /// <summary>Deletes records older than <paramref name="before"/>, oldest first; returns how many.</summary>
    public int Purge(DateTimeOffset before, int atMost) => _purge.With(AuditSequence.FloorOf(before)).With(atMost).Execute();

    public void Dispose()
    {
        _append.Dispose();
        _purge.Dispose();
    }
}
