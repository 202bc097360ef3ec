using System.Text.Json;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
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
    private readonly StoredCommand _accept;
    private readonly StoredCommand _journal;
    private readonly StoredCommand _complete;
    private readonly StoredCommand _keepScore;
    private readonly StoredCommand _keepCircuit;
    private readonly StoredCommand _purgeValidations;
    private readonly StoredCommand _purgeScores;

    public StoreStatements(SqliteConnection connection)
    {
        _connection = connection;
        _reader = new StoreReader(connection);
        _begin = new StoredCommand(connection, "BEGIN IMMEDIATE", 0);
        _commit = new StoredCommand(connection, "COMMIT", 0);
        _rollBack = new StoredCommand(connection, "ROLLBACK", 0);
        _accept = new StoredCommand(connection, """
            INSERT INTO validations (id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, replaceable, input)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, 0, ?7)
            ON CONFLICT (id) DO UPDATE SET
                correlation_id = excluded.correlation_id, applicant_key = excluded.applicant_key, status = excluded.status,
                created_at = excluded.created_at, updated_at = excluded.updated_at, attempts = 0, replaceable = 0,
                input = excluded.input, journal = NULL, outcome = NULL
            WHERE validations.replaceable = 1
            """, 7);
        _journal = new StoredCommand(connection, "UPDATE validations SET journal = ?2, attempts = ?3, updated_at = ?4 WHERE id = ?1", 4);
        _complete = new StoredCommand(connection, """
            UPDATE validations SET status = ?2, updated_at = ?3, attempts = ?4, replaceable = ?5, outcome = ?6, input = NULL, journal = NULL
            WHERE id = ?1
            """, 6);
        _keepScore = new StoredCommand(connection, """
            INSERT INTO scores (applicant_key, validation_id, score, level, scored_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (applicant_key) DO UPDATE SET
                validation_id = excluded.validation_id, score = excluded.score, level = excluded.level, scored_at = excluded.scored_at
            WHERE excluded.scored_at >= scores.scored_at
            """, 5);
        _keepCircuit = new StoredCommand(connection, "INSERT INTO circuit (name, snapshot) VALUES ('riskshield', ?1) ON CONFLICT (name) DO UPDATE SET snapshot = excluded.snapshot", 1);
        _purgeValidations = new StoredCommand(connection, """
            DELETE FROM validations WHERE id IN (
                SELECT id FROM validations WHERE id < ?1 AND input IS NULL AND updated_at < ?2 LIMIT ?3)
            """, 3);
        _purgeScores = new StoredCommand(connection, "DELETE FROM scores WHERE applicant_key > ?1 AND applicant_key <= ?2 AND scored_at < ?3", 3);
        _all = [_begin, _commit, _rollBack, _accept, _journal, _complete, _keepScore, _keepCircuit, _purgeValidations, _purgeScores];
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

    /// <summary>Inserts a validation, or replaces one that may be; returns the existing one where it may not.</summary>
    public ValidationRecord? Accept(ValidationInput input)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(input, StoreJson.Default.ValidationInput);
        var accepted = _accept.Execute(
            input.ValidationId, input.Caller, input.CorrelationId, input.ApplicantKey, (int)ValidationStatus.Running, Time(input.AcceptedAt), json);
        return accepted == 1 ? null : _reader.FindValidation(input.ValidationId);
    }

    /// <summary>Keeps the calls that a running validation has finished.</summary>
    public void Journal(string id, JournaledAttempt[] journal) => _journal.Execute(
        id,
        JsonSerializer.SerializeToUtf8Bytes(journal, StoreJson.Default.JournaledAttemptArray),
        journal.Length,
        Time(journal[^1].Result.FinishedAt));

    /// <summary>Ends a validation, erases its sealed applicant, and keeps the score it obtained.</summary>
    public void Complete(ValidationRecord record)
    {
        var outcome = record.Outcome!;
        _complete.Execute(
            record.Id,
            (int)record.Status,
            Time(record.UpdatedAt),
            record.Attempts,
            outcome.IsReplayable ? 0 : 1,
            JsonSerializer.SerializeToUtf8Bytes(outcome, StoreJson.Default.ValidationOutcome));
        if (outcome.IsFreshScore(record.Id))
        {
            var (score, scoredAt, validationId) = outcome.Score!;
            _keepScore.Execute(record.ApplicantKey, validationId, score.RiskScore, score.RiskLevel.ToWire(), Time(scoredAt));
        }
    }

    /// <summary>Keeps the circuit.</summary>
    public void Keep(CircuitSnapshot circuit) =>
        _keepCircuit.Execute(JsonSerializer.SerializeToUtf8Bytes(circuit, StoreJson.Default.CircuitSnapshot));

    /// <summary>Deletes finished validations last touched before <paramref name="before"/>, oldest first; returns how many.</summary>
    public int PurgeValidations(DateTimeOffset before, int atMost) =>
        _purgeValidations.Execute(ValidationId.FloorOf(before), Time(before), atMost);

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
