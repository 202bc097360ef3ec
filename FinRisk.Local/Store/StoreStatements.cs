using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>All changes of the store. Only the <see cref="StoreWriter"/> uses them, within its transaction.</summary>
internal sealed class StoreStatements : IDisposable
{
    private const string ProbeId = "probe";

    /// <summary>The size in bytes of the row that a probe writes, more than that of a validation.</summary>
    private const int ProbeBytes = 8192;

    private readonly StoreConnection _connection;
    private readonly StoreReader _reader;
    private readonly StoredCommand _begin;
    private readonly StoredCommand _commit;
    private readonly StoredCommand _rollBack;
    private readonly StoredCommand _insertRunning;
    private readonly StoredCommand _deleteReplaceable;
    private readonly StoredCommand _updateJournal;
    private readonly StoredCommand _deleteRunning;
    private readonly StoredCommand _insertEnded;
    private readonly StoredCommand _saveScore;
    private readonly StoredCommand _saveCircuit;
    private readonly AuditStatements _audit;
    private readonly StoredCommand _oldestEnded;
    private readonly StoredCommand _purgeEnded;
    private readonly StoredCommand _oldestScore;
    private readonly StoredCommand _purgeScores;
    private readonly StoredCommand _purgeSetAside;
    private readonly StoredCommand _saveFigures;
    private readonly StoredCommand _purgeFigures;

    public StoreStatements(StoreConnection connection)
    {
        _connection = connection;
        _reader = new StoreReader(connection);
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _rollBack = connection.Prepare("ROLLBACK");
        _insertRunning = connection.Prepare("INSERT INTO running (id, input) VALUES (?1, ?2)");
        _deleteReplaceable = connection.Prepare("DELETE FROM ended WHERE id = ?1 AND replaceable = 1");
        _updateJournal = connection.Prepare("UPDATE running SET journal = ?1 WHERE id = ?2");
        _deleteRunning = connection.Prepare("DELETE FROM running WHERE id = ?1");
        _insertEnded = connection.Prepare("""
            INSERT INTO ended (
                id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, replaceable, outcome)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _saveScore = connection.Prepare("""
            INSERT INTO scores (applicant_key, validation_id, score, level, scored_at, provider) VALUES (?1, ?2, ?3, ?4, ?5, ?7)
            ON CONFLICT (applicant_key) DO UPDATE SET
                validation_id = excluded.validation_id, score = excluded.score, level = excluded.level,
                scored_at = excluded.scored_at, provider = excluded.provider
            WHERE excluded.scored_at >= scores.scored_at OR scores.scored_at > ?6
            """);
        _saveCircuit = connection.Prepare("""
            INSERT INTO circuit (name, snapshot) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET snapshot = excluded.snapshot
            """);
        _audit = new AuditStatements(connection);

        // The time in an id is not later than the validation's end, so the range of ids limits both searches to the table's
        // start.
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
        _saveFigures = connection.Prepare("INSERT OR REPLACE INTO figures (hour, process, content) VALUES (?1, ?2, ?3)");
        _purgeFigures = connection.Prepare("DELETE FROM figures WHERE hour < ?1");
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin() => _begin.Execute();

    /// <summary>Commits the transaction, which is on the disk when this method returns.</summary>
    public void Commit() => _commit.Execute();

    /// <summary>Rolls the transaction back, unless SQLite has done so already, as it does when the disk is full.</summary>
    public void RollBack()
    {
        if (_connection.IsInTransaction)
            _rollBack.Execute();
    }

    /// <summary>
    /// Inserts a running validation. If an ended validation with the same id must not be replaced, returns that one and inserts
    /// nothing.
    /// </summary>
    public ValidationRecord? Accept(string id, byte[] input)
    {
        // Deletes an ended validation that may be replaced. If no row is deleted, it must not be.
        if (_reader.FindEnded(id) is { } existing && _deleteReplaceable.With(id).Execute() == 0)
            return existing;
        _insertRunning.With(id).With(input).Execute();
        return null;
    }

    /// <summary>Stores the calls that a running validation has finished.</summary>
    public void Journal(string id, byte[] journal) => _updateJournal.With(journal).With(id).Execute();

    /// <summary>
    /// Moves a validation from <c>running</c> to <c>ended</c>, which deletes the encrypted applicant; appends the audit record;
    /// and stores the score that the validation obtained.
    /// </summary>
    public void Complete(ValidationRecord record, byte[] outcome, AuditRecord audit)
    {
        _deleteRunning.With(record.Id.Value).Execute();
        _insertEnded.With(record.Id.Value)
            .With(record.Caller)
            .With(record.CorrelationId)
            .With(record.ApplicantHash)
            .With((long)record.Status)
            .With(record.CreatedAt)
            .With(record.UpdatedAt)
            .With(record.Attempts)
            .With(record.Outcome!.IsReplayable ? 0 : 1)
            .With(outcome)
            .Execute();
        _audit.Append(audit);
        if (record.Outcome.IsFreshScore(record.Id))
            SaveScore(record.ApplicantHash, record.Outcome.Score!, record.UpdatedAt);
    }

    /// <summary>Appends an audit record alone.</summary>
    public void Audit(AuditRecord record) => _audit.Append(record);

    /// <summary>Stores the snapshot of a provider's circuit.</summary>
    public void SaveCircuit(string provider, byte[] snapshot) => _saveCircuit.With(provider).With(snapshot).Execute();

    /// <summary>
    /// Inserts a row larger than a validation and deletes it again. A transaction without changes would not test the disk,
    /// because SQLite writes nothing for it, so that it succeeds on a full disk too.
    /// </summary>
    public void Probe()
    {
        _insertRunning.With(ProbeId).With(new byte[ProbeBytes]).Execute();
        _deleteRunning.With(ProbeId).Execute();
    }

    /// <summary>
    /// Copies a damaged value to <c>set_aside</c>. Then deletes its row; or, if the value is a journal, clears only that.
    /// </summary>
    public void SetAside(DamagedValue damaged, DateTimeOffset at)
    {
        var (table, key) = (damaged.Table, damaged.Table == "circuit" ? "name" : "id");
        using var copy = _connection.Prepare($"""
            INSERT INTO set_aside (at, table_name, column_name, row_key, content)
            SELECT ?1, ?2, ?3, ?4, {damaged.Column} FROM {table} WHERE {key} = ?4
            """);
        copy.With(at).With(table).With(damaged.Column).With(damaged.Key).Execute();
        using var remove = _connection.Prepare(
            damaged.Column == "journal"
                ? "UPDATE running SET journal = NULL WHERE id = ?1"
                : $"DELETE FROM {table} WHERE {key} = ?1");
        remove.With(damaged.Key).Execute();
    }

    /// <summary>
    /// The end of the oldest validation that ended before a moment, among the first <paramref name="maxRows"/> by id; null if
    /// there is none.
    /// </summary>
    public DateTimeOffset? FindOldestEnded(DateTimeOffset before, int maxRows) =>
        Time(_oldestEnded.With(ValidationId.FloorOf(before)).With(before).With(maxRows));

    /// <summary>Deletes up to <paramref name="maxRows"/> validations that ended before a moment; returns their number.</summary>
    public int PurgeEnded(DateTimeOffset before, int maxRows) =>
        _purgeEnded.With(ValidationId.FloorOf(before)).With(before).With(maxRows).Execute();

    /// <summary>
    /// The time of the oldest score with <paramref name="after"/> &lt; applicant hash ≤ <paramref name="upTo"/>; null if there is
    /// none.
    /// </summary>
    public DateTimeOffset? FindOldestScore(string after, string upTo) => Time(_oldestScore.With(after).With(upTo));

    /// <summary>
    /// Deletes scores older than <paramref name="before"/> with <paramref name="after"/> &lt; applicant hash ≤
    /// <paramref name="upTo"/>; returns their number.
    /// </summary>
    public int PurgeScores(string after, string upTo, DateTimeOffset before) =>
        _purgeScores.With(after).With(upTo).With(before).Execute();

    /// <summary>Deletes values that were set aside before a moment; returns their number.</summary>
    public int PurgeSetAside(DateTimeOffset before) => _purgeSetAside.With(before).Execute();

    /// <summary>Stores the figures of one process for one hour.</summary>
    public void SaveFigures(StoredFigures figures) =>
        _saveFigures.With(figures.Hour).With(figures.Process).With(figures.Content).Execute();

    /// <summary>Deletes the figures of hours that began before a moment; returns the number of rows.</summary>
    public int PurgeFigures(DateTimeOffset before) => _purgeFigures.With(before).Execute();

    /// <inheritdoc cref="AuditStatements.FindOldest"/>
    public DateTimeOffset? FindOldestAudit() => _audit.FindOldest();

    /// <inheritdoc cref="AuditStatements.Purge"/>
    public int PurgeAudit(DateTimeOffset before, int maxRows) => _audit.Purge(before, maxRows);

    public void Dispose()
    {
        _audit.Dispose();
        _reader.Dispose();
        foreach (var command in (StoredCommand[])
        [
            _begin, _commit, _rollBack, _insertRunning, _deleteReplaceable, _updateJournal, _deleteRunning, _insertEnded,
            _saveScore, _saveCircuit, _oldestEnded, _purgeEnded, _oldestScore, _purgeScores, _purgeSetAside, _saveFigures,
            _purgeFigures,
        ])
        {
            command.Dispose();
        }
    }

    private static DateTimeOffset? Time(StoredCommand query) =>
        query.ReadAll(static row => row.OptionalNumber(0))[0] is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>
    /// Stores a score, unless the stored one is newer. A stored score with a time after <paramref name="now"/> is replaced all
    /// the same: it was stored before the clock was set back.
    /// </summary>
    private void SaveScore(string applicantHash, StoredScore score, DateTimeOffset now) => _saveScore
        .With(applicantHash)
        .With(score.ValidationId.Value)
        .With(score.Score.RiskScore)
        .With(score.Score.RiskLevel.ToWire())
        .With(score.ScoredAt)
        .With(now)
        .With(score.Provider)
        .Execute();
}
