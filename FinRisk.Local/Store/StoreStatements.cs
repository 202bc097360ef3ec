using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>Every change the store knows. Used by the one writer only, within its transaction.</summary>
internal sealed class StoreStatements : IDisposable
{
    private const string ProbeId = "probe";
    private const int ProbeBytes = 8192;

    private readonly StoreConnection _connection;
    private readonly StoreReader _reader;
    private readonly StoredCommand _begin;
    private readonly StoredCommand _commit;
    private readonly StoredCommand _rollBack;
    private readonly StoredCommand _start;
    private readonly StoredCommand _replace;
    private readonly StoredCommand _journal;
    private readonly StoredCommand _stop;
    private readonly StoredCommand _end;
    private readonly StoredCommand _keepScore;
    private readonly StoredCommand _keepCircuit;
    private readonly AuditStatements _audit;
    private readonly StoredCommand _oldestEnded;
    private readonly StoredCommand _purgeEnded;
    private readonly StoredCommand _oldestScore;
    private readonly StoredCommand _purgeScores;
    private readonly StoredCommand _purgeSetAside;

    public StoreStatements(StoreConnection connection)
    {
        _connection = connection;
        _reader = new StoreReader(connection);
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _rollBack = connection.Prepare("ROLLBACK");
        _start = connection.Prepare("INSERT INTO running (id, input) VALUES (?1, ?2)");
        _replace = connection.Prepare("DELETE FROM ended WHERE id = ?1 AND replaceable = 1");
        _journal = connection.Prepare("UPDATE running SET journal = ?1 WHERE id = ?2");
        _stop = connection.Prepare("DELETE FROM running WHERE id = ?1");
        _end = connection.Prepare("""
            INSERT INTO ended (
                id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, replaceable, outcome)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _keepScore = connection.Prepare("""
            INSERT INTO scores (applicant_key, validation_id, score, level, scored_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (applicant_key) DO UPDATE SET
                validation_id = excluded.validation_id, score = excluded.score, level = excluded.level,
                scored_at = excluded.scored_at
            WHERE excluded.scored_at >= scores.scored_at OR scores.scored_at > ?6
            """);
        _keepCircuit = connection.Prepare("""
            INSERT INTO circuit (name, snapshot) VALUES ('riskshield', ?1)
            ON CONFLICT (name) DO UPDATE SET snapshot = excluded.snapshot
            """);
        _audit = new AuditStatements(connection);
        _oldestEnded = connection.Prepare("""
            SELECT min(updated_at) FROM (SELECT updated_at FROM ended WHERE id < ?1 AND updated_at < ?2 ORDER BY id LIMIT ?3)
            """);
        _purgeEnded = connection.Prepare("""
            DELETE FROM ended WHERE id IN (SELECT id FROM ended WHERE id < ?1 AND updated_at < ?2 LIMIT ?3)
            """);
        _oldestScore = connection.Prepare("SELECT min(scored_at) FROM scores WHERE applicant_key > ?1 AND applicant_key <= ?2");
        _purgeScores = connection.Prepare(
            "DELETE FROM scores WHERE applicant_key > ?1 AND applicant_key <= ?2 AND scored_at < ?3");
        _purgeSetAside = connection.Prepare("DELETE FROM set_aside WHERE at < ?1");
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin() => _begin.Execute();

    /// <summary>Ends it; when this returns, it is on the disk.</summary>
    public void Commit() => _commit.Execute();

    /// <summary>Undoes it, unless SQLite has done so already, as it does when the disk is full.</summary>
    public void RollBack()
    {
        if (_connection.IsInTransaction)
            _rollBack.Execute();
    }

    /// <summary>Takes up a validation; returns the ended one of the same id where that may not be replaced.</summary>
    public ValidationRecord? Accept(string id, byte[] input)
    {
        if (_reader.FindEnded(id) is { } existing && _replace.With(id).Execute() == 0)
            return existing;
        _start.With(id).With(input).Execute();
        return null;
    }

    /// <summary>Keeps the calls that a running validation has finished.</summary>
    public void Journal(string id, byte[] journal) => _journal.With(journal).With(id).Execute();

    /// <summary>Ends a validation, which erases its sealed applicant, audits it, and keeps the score it obtained.</summary>
    public void Complete(ValidationRecord record, byte[] outcome, AuditRecord audit)
    {
        _stop.With(record.Id.Value).Execute();
        _end.With(record.Id.Value)
            .With(record.Caller)
            .With(record.CorrelationId)
            .With(record.ApplicantKey)
            .With((long)record.Status)
            .With(record.CreatedAt)
            .With(record.UpdatedAt)
            .With(record.Attempts)
            .With(record.Outcome!.IsReplayable ? 0 : 1)
            .With(outcome)
            .Execute();
        _audit.Append(audit);
        if (record.Outcome.IsFreshScore(record.Id))
            KeepScore(record.ApplicantKey, record.Outcome.Score!, record.UpdatedAt);
    }

    /// <summary>Audits an act that changes nothing else.</summary>
    public void Audit(AuditRecord record) => _audit.Append(record);

    /// <summary>Keeps the circuit.</summary>
    public void KeepCircuit(byte[] snapshot) => _keepCircuit.With(snapshot).Execute();

    /// <summary>
    /// Writes more than a validation would and takes it back: SQLite gives a transaction that changes nothing to no disk, so it
    /// would succeed on a full one.
    /// </summary>
    public void Probe()
    {
        _start.With(ProbeId).With(new byte[ProbeBytes]).Execute();
        _stop.With(ProbeId).Execute();
    }

    /// <summary>Moves a value that cannot be read out of the way: the whole row, or a journal alone.</summary>
    public void SetAside(DamagedValue damaged, DateTimeOffset at)
    {
        var (table, key) = (damaged.Table, damaged.Table == "circuit" ? "name" : "id");
        using var keep = _connection.Prepare($"""
            INSERT INTO set_aside (at, table_name, column_name, row_key, content)
            SELECT ?1, ?2, ?3, ?4, {damaged.Column} FROM {table} WHERE {key} = ?4
            """);
        keep.With(at).With(table).With(damaged.Column).With(damaged.Key).Execute();
        using var remove = _connection.Prepare(
            damaged.Column == "journal"
                ? "UPDATE running SET journal = NULL WHERE id = ?1"
                : $"DELETE FROM {table} WHERE {key} = ?1");
        remove.With(damaged.Key).Execute();
    }

    /// <summary>
    /// When the oldest of the validations ended that ended before <paramref name="before"/>; null where there is none.
    /// </summary>
    public DateTimeOffset? FindOldestEnded(DateTimeOffset before, int maxRows) =>
        Time(_oldestEnded.With(ValidationId.FloorOf(before)).With(before).With(maxRows));

    /// <summary>Deletes validations that ended before <paramref name="before"/>, oldest first; returns how many.</summary>
    public int PurgeEnded(DateTimeOffset before, int maxRows) =>
        _purgeEnded.With(ValidationId.FloorOf(before)).With(before).With(maxRows).Execute();

    /// <summary>
    /// When the vendor gave the oldest score among the keys after one and up to another; null where there is none.
    /// </summary>
    public DateTimeOffset? FindOldestScore(string after, string upTo) => Time(_oldestScore.With(after).With(upTo));

    /// <summary>
    /// Deletes scores older than <paramref name="before"/> among the keys after one and up to another; returns how many.
    /// </summary>
    public int PurgeScores(string after, string upTo, DateTimeOffset before) =>
        _purgeScores.With(after).With(upTo).With(before).Execute();

    /// <summary>Deletes what was set aside before <paramref name="before"/>; returns how much.</summary>
    public int PurgeSetAside(DateTimeOffset before) => _purgeSetAside.With(before).Execute();

    /// <summary>When the oldest audit record was written; null where there is none.</summary>
    public DateTimeOffset? FindOldestAudit() => _audit.FindOldest();

    /// <summary>Deletes audit records older than <paramref name="before"/>, oldest first; returns how many.</summary>
    public int PurgeAudit(DateTimeOffset before, int maxRows) => _audit.Purge(before, maxRows);

    public void Dispose()
    {
        _audit.Dispose();
        _reader.Dispose();
        foreach (var command in (StoredCommand[])
        [
            _begin, _commit, _rollBack, _start, _replace, _journal, _stop, _end, _keepScore, _keepCircuit,
            _oldestEnded, _purgeEnded, _oldestScore, _purgeScores, _purgeSetAside,
        ])
        {
            command.Dispose();
        }
    }

    private static DateTimeOffset? Time(StoredCommand query) =>
        query.ReadAll(static row => row.OptionalNumber(0))[0] is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>
    /// The newer score stays; one from ahead of <paramref name="now"/> was given before the clock was set back, and goes.
    /// </summary>
    private void KeepScore(string applicantKey, KnownScore known, DateTimeOffset now) => _keepScore
        .With(applicantKey)
        .With(known.ValidationId.Value)
        .With(known.Score.RiskScore)
        .With(known.Score.RiskLevel.ToWire())
        .With(known.ScoredAt)
        .With(now)
        .Execute();
}
