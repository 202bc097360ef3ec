using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.Data.Sqlite;

namespace FinRisk.Local.Store;

/// <summary>Every change the store knows. Used by the one writer only, within its transaction.</summary>
internal sealed class StoreStatements : IDisposable
{
    private readonly StoredCommand[] _all;
    private readonly StoreReader _reader;
    private readonly SqliteConnection _connection;
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
    private readonly StoredCommand _purgeEnded;
    private readonly StoredCommand _purgeScores;

    public StoreStatements(SqliteConnection connection)
    {
        _connection = connection;
        _reader = new StoreReader(connection);
        _begin = new StoredCommand(connection, "BEGIN IMMEDIATE", 0);
        _commit = new StoredCommand(connection, "COMMIT", 0);
        _rollBack = new StoredCommand(connection, "ROLLBACK", 0);
        _start = new StoredCommand(connection, "INSERT INTO running (id, input) VALUES (?1, ?2)", 2);
        _replace = new StoredCommand(connection, "DELETE FROM ended WHERE id = ?1 AND replaceable = 1", 1);
        _journal = new StoredCommand(connection, "UPDATE running SET journal = ?2 WHERE id = ?1", 2);
        _stop = new StoredCommand(connection, "DELETE FROM running WHERE id = ?1", 1);
        _end = new StoredCommand(connection, """
            INSERT INTO ended (id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, replaceable, outcome)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """, 10);
        _keepScore = new StoredCommand(connection, """
            INSERT INTO scores (applicant_key, validation_id, score, level, scored_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (applicant_key) DO UPDATE SET
                validation_id = excluded.validation_id, score = excluded.score, level = excluded.level, scored_at = excluded.scored_at
            WHERE excluded.scored_at >= scores.scored_at
            """, 5);
        _keepCircuit = new StoredCommand(connection, "INSERT INTO circuit (name, snapshot) VALUES ('riskshield', ?1) ON CONFLICT (name) DO UPDATE SET snapshot = excluded.snapshot", 1);
        _purgeEnded = new StoredCommand(connection, """
            DELETE FROM ended WHERE id IN (SELECT id FROM ended WHERE id < ?1 AND updated_at < ?2 LIMIT ?3)
            """, 3);
        _purgeScores = new StoredCommand(connection, "DELETE FROM scores WHERE applicant_key > ?1 AND applicant_key <= ?2 AND scored_at < ?3", 3);
        _all =
        [
            _begin, _commit, _rollBack, _start, _replace, _journal, _stop, _end, _keepScore, _keepCircuit, _purgeEnded, _purgeScores,
        ];
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin() => _begin.Execute();

    /// <summary>Ends it; when this returns, it is on the disk.</summary>
    public void Commit() => _commit.Execute();

    /// <summary>Undoes it, unless SQLite has done so already, as it does when the disk is full.</summary>
    public void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _rollBack.Execute();
    }

    /// <summary>Takes up a validation; returns the ended one of the same id where that may not be replaced.</summary>
    public ValidationRecord? Accept(string id, byte[] input)
    {
        if (_reader.FindEnded(id) is { } existing && _replace.Execute(id) == 0)
            return existing;
        _start.Execute(id, input);
        return null;
    }

    /// <summary>Keeps the calls that a running validation has finished.</summary>
    public void Journal(string id, byte[] journal) => _journal.Execute(id, journal);

    /// <summary>Ends a validation, which erases its sealed applicant, and keeps the score it obtained.</summary>
    public void Complete(ValidationRecord record, byte[] outcome)
    {
        _stop.Execute(record.Id);
        _end.Execute(
            record.Id,
            record.Caller,
            record.CorrelationId,
            record.ApplicantKey,
            (int)record.Status,
            Time(record.CreatedAt),
            Time(record.UpdatedAt),
            record.Attempts,
            record.Outcome!.IsReplayable ? 0 : 1,
            outcome);
        if (record.Outcome.IsFreshScore(record.Id))
        {
            var (score, scoredAt, validationId) = record.Outcome.Score!;
            _keepScore.Execute(record.ApplicantKey, validationId, score.RiskScore, score.RiskLevel.ToWire(), Time(scoredAt));
        }
    }

    /// <summary>Keeps the circuit.</summary>
    public void KeepCircuit(byte[] snapshot) => _keepCircuit.Execute(snapshot);

    /// <summary>Deletes finished validations last touched before <paramref name="before"/>, oldest first; returns how many.</summary>
    public int PurgeEnded(DateTimeOffset before, int atMost) =>
        _purgeEnded.Execute(ValidationId.FloorOf(before), Time(before), atMost);

    /// <summary>Deletes scores older than <paramref name="before"/> among the keys after one and up to another; returns how many.</summary>
    public int PurgeScores(string after, string upTo, DateTimeOffset before) => _purgeScores.Execute(after, upTo, Time(before));

    public void Dispose()
    {
        foreach (var command in _all)
            command.Dispose();
        _reader.Dispose();
    }

    private static long Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
