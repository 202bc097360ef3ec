using FinRisk.Local.Store;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Privacy;

/// <summary>
/// Finds all records of one applicant by the applicant's hashes, and erases the scores and the validations that have ended.
/// Searches without an index, because this is rare. Uses its own connection, so that it works beside the host's
/// <see cref="StoreWriter"/> and in another process.
/// </summary>
internal sealed class SubjectRecords : IDisposable
{
    /// <summary>
    /// The maximum size of a database file that is rewritten while a host uses it. The host's commits wait for the rewrite,
    /// which takes a second or two at this size.
    /// </summary>
    public const long MaxRewriteBytes = 256L * 1024 * 1024;

    private const string CopiesMayRemain =
        "Copies may lie in the file's free space until its pages are used again; "
        + "stop the host and erase again to be rid of them.";

    private readonly Database _database;
    private readonly StoreConnection _connection;
    private readonly IReadOnlyList<string> _hashes;

    /// <summary>Opens a connection to the database.</summary>
    public SubjectRecords(Database database, ApplicantHashes hashes) =>
        (_database, _connection, _hashes) = (database, database.Open(), [hashes.Current, .. hashes.Previous]);

    /// <summary>Finds the applicant's scores and validations, both the ended and the running ones.</summary>
    public SubjectFindings Find()
    {
        const string Scores = "SELECT validation_id, score, level, scored_at, provider FROM scores WHERE applicant_key = ?1";
        const string Ended = "SELECT id, caller, status, created_at, updated_at FROM ended WHERE applicant_key = ?1";

        // The cast, because SQLite takes a BLOB for its own binary JSON format (JSONB), while this column holds JSON text.
        const string Running = "SELECT id, input FROM running WHERE json_extract(CAST(input AS TEXT), '$.applicantKey') = ?1";

        return new SubjectFindings(
            [.. Read(Scores, ReadScore).OfType<StoredScore>()],
            [
                .. Read(Ended, static row => new SubjectValidation(
                    row.Text(0), row.Text(1), (ValidationStatus)row.Number(2), row.Time(3), row.Time(4))),
                .. Read(Running, static row => StoreJson.TryRead(row.Blob(1), StoreJson.Default.ValidationInput) is { } input
                    ? new SubjectValidation(
                        row.Text(0), input.Caller, ValidationStatus.Running, input.AcceptedAt, input.AcceptedAt)
                    : null).OfType<SubjectValidation>(),
            ]);
    }

    /// <summary>Adds a record to the audit log; the record is on the disk when this method returns.</summary>
    public void Audit(AuditRecord record)
    {
        using var audit = new AuditStatements(_connection);
        audit.Append(record);
    }

    /// <summary>
    /// Deletes the applicant's scores and ended validations. Then rewrites the database file (VACUUM) and checkpoints the
    /// write-ahead log, because otherwise the deleted rows would remain in free space for a while.
    /// </summary>
    /// <param name="besideHost">
    /// Whether a host uses the file. A file larger than <see cref="MaxRewriteBytes"/> is then not rewritten, so that the host's
    /// commits do not wait long.
    /// </param>
    /// <returns>
    /// The number of deleted rows, and a notice if copies of them may remain because the file was not rewritten.
    /// </returns>
    public SubjectErasure Erase(bool besideHost)
    {
        var rows = 0;
        _connection.Execute("PRAGMA secure_delete = ON; BEGIN IMMEDIATE");
        foreach (var hash in _hashes)
        {
            foreach (var table in (string[])["scores", "ended"])
            {
                using var delete = _connection.Prepare($"DELETE FROM {table} WHERE applicant_key = ?1");
                rows += delete.With(hash).Execute();
            }
        }

        _connection.Execute("COMMIT");
        var isRewritten = (!besideHost || _database.Bytes <= MaxRewriteBytes) && TryRewrite();
        return new SubjectErasure(rows, isRewritten ? null : CopiesMayRemain);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Rewrites and checkpoints the file; false if the disk or a connection of the host prevents either.</summary>
    private bool TryRewrite()
    {
        try
        {
            _connection.Execute("VACUUM");
        }
        catch (StoreException exception) when (exception.IsTransient)
        {
            return false;
        }

        // The first column is 0 unless another connection prevented a complete checkpoint (sqlite.org/pragma.html).
        using var checkpoint = _connection.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        return checkpoint.ReadAll(static row => row.Number(0))[0] == 0;
    }

    /// <summary>Reads a score; null if the row has an unknown level or an invalid id.</summary>
    private static StoredScore? ReadScore(StoredCommand row) =>
        RiskLevels.FromWire(row.Text(2)) is { } level && ValidationId.TryParse(row.Text(0), out var id)
            ? new StoredScore(new VendorScore((int)row.Number(1), level), row.Time(3), id, row.Text(4))
            : null;

    private List<T> Read<T>(string sql, Func<StoredCommand, T> read)
    {
        using var query = _connection.Prepare(sql);
        return [.. _hashes.SelectMany(hash => query.With(hash).ReadAll(read))];
    }
}

/// <summary>Finds and erases an applicant's records for the operators' endpoint of the running host.</summary>
internal sealed class LocalSubjects(Database database) : ISubjectRecords
{
    /// <inheritdoc/>
    public Task<SubjectFindings> FindAsync(ApplicantHashes hashes, string? continueFrom, CancellationToken stopping) => Task.Run(
        () =>
        {
            using var records = new SubjectRecords(database, hashes);
            return records.Find();
        },
        stopping);

    /// <summary>
    /// Erases what is stored now; <paramref name="found"/> is not needed, because rows are deleted by the applicant's hashes.
    /// </summary>
    public Task<SubjectErasure> EraseAsync(ApplicantHashes hashes, SubjectFindings found, CancellationToken stopping) => Task.Run(
        () =>
        {
            using var records = new SubjectRecords(database, hashes);
            return records.Erase(besideHost: true);
        },
        stopping);
}
