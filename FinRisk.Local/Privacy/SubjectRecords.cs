using System.Globalization;
using FinRisk.Local.Store;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Privacy;

/// <summary>
/// What the store keeps about one applicant, found by the keyed hashes and without an index: this is asked for seldom.
/// </summary>
internal sealed class SubjectRecords : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly IReadOnlyList<string> _keys;

    /// <summary>Opens the store.</summary>
    public SubjectRecords(Database database, ApplicantKeys keys) =>
        (_connection, _keys) = (database.Open(), [keys.Current, .. keys.Former]);

    /// <summary>Scores, finished validations, and those that still have to run; a line each.</summary>
    public IEnumerable<string> Describe()
    {
        const string Scores = "SELECT validation_id, score, level, scored_at FROM scores WHERE applicant_key = ?1";
        const string Ended = "SELECT id, caller, status, created_at, updated_at FROM ended WHERE applicant_key = ?1";

        // A blob is taken for SQLite's own binary JSON; ours is text.
        const string Running = "SELECT id FROM running WHERE json_extract(CAST(input AS TEXT), '$.applicantKey') = ?1";

        foreach (var score in Read(Scores, static row =>
            $"score {row.Number(1).ToString(CultureInfo.InvariantCulture)} {row.Text(2)} of {row.Time(3):O} by {row.Text(0)}"))
            yield return score;
        foreach (var ended in Read(Ended, static row =>
            $"validation {row.Text(0)} {(ValidationStatus)row.Number(2)} for {row.Text(1)}, {row.Time(3):O} to {row.Time(4):O}"))
            yield return ended;
        foreach (var running in Read(Running, static row =>
            $"validation {row.Text(0)} has not ended: start the host, let it finish, then erase"))
            yield return running;
    }

    /// <summary>
    /// Deletes scores and finished validations; returns how many rows. Then the file is written anew and the log folded back: a
    /// deleted row would otherwise lie in free space for a while.
    /// </summary>
    public int Erase()
    {
        var rows = 0;
        _connection.Execute("BEGIN IMMEDIATE");
        foreach (var key in _keys)
        {
            foreach (var table in (string[])["scores", "ended"])
            {
                using var delete = _connection.Prepare($"DELETE FROM {table} WHERE applicant_key = ?1");
                rows += delete.With(key).Execute();
            }
        }

        _connection.Execute("COMMIT; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private List<string> Read(string sql, Func<StoredCommand, string> read)
    {
        using var query = _connection.Prepare(sql);
        return [.. _keys.SelectMany(key => query.With(key).ReadAll(read))];
    }
}
