using System.Text.Json;
using FinRisk.Local.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>Reads what is committed. One user at a time (<see cref="StoreReaders"/> hands them out).</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly StoredCommand _findEnded;
    private readonly StoredCommand _findScore;
    private AuditQueries? _audit;

    /// <summary>Reads on a connection; the writer's own, for reading within its transaction, or a reader's.</summary>
    public StoreReader(StoreConnection connection)
    {
        _connection = connection;
        _findEnded = connection.Prepare("""
            SELECT id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome FROM ended WHERE id = ?1
            """);
        _findScore = connection.Prepare("SELECT score, level, scored_at, validation_id FROM scores WHERE applicant_key = ?1");
    }

    /// <summary>The audit log; most readers are never asked for it.</summary>
    public AuditQueries Audit => _audit ??= new AuditQueries(_connection);

    /// <summary>A validation that has ended, or null.</summary>
    public ValidationRecord? FindEnded(string id) => _findEnded.With(id).ReadFirst(ReadRecord);

    /// <summary>The newest score under an applicant's key, or null.</summary>
    public KnownScore? FindScore(string applicantKey) => _findScore.With(applicantKey).ReadFirst(ReadScore);

    /// <summary>Every validation that has not ended, oldest first, with the calls it has made.</summary>
    public List<UnfinishedValidation> FindUnfinished()
    {
        using var query = _connection.Prepare("SELECT input, journal FROM running ORDER BY id");
        return query.ReadAll(static row => new UnfinishedValidation(
            JsonSerializer.Deserialize(row.Blob(0), StoreJson.Default.ValidationInput)!,
            row.Blob(1) is { IsEmpty: false } journal ? JsonSerializer.Deserialize(journal, StoreJson.Default.JournaledAttemptArray)! : []));
    }

    /// <summary>
    /// The newest validations that ended in this span. Ids begin with their time, so this reads the end of the table and not all of
    /// it; the id of an idempotency key may lie that key's window before, and is then left out.
    /// </summary>
    public List<ValidationRecord> FindEndedBetween(DateTimeOffset from, DateTimeOffset to, int atMost)
    {
        using var query = _connection.Prepare("""
            SELECT id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome FROM ended
            WHERE id >= ?1 AND updated_at >= ?2 AND updated_at < ?3 ORDER BY id DESC LIMIT ?4
            """);
        return query.With(ValidationId.FloorOf(from)).With(from).With(to).With(atMost).ReadAll(ReadRecord);
    }

    /// <summary>The circuit as last kept.</summary>
    public CircuitSnapshot FindCircuit()
    {
        using var query = _connection.Prepare("SELECT snapshot FROM circuit");
        return query.ReadFirst(static row => JsonSerializer.Deserialize(row.Blob(0), StoreJson.Default.CircuitSnapshot)!) ?? CircuitSnapshot.Initial;
    }

    public void Dispose()
    {
        _audit?.Dispose();
        _findEnded.Dispose();
        _findScore.Dispose();
    }

    private static ValidationRecord ReadRecord(StoredCommand row) => new(
        ValidationId.Parse(row.Text(0)),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        (ValidationStatus)row.Number(4),
        row.Time(5),
        row.Time(6),
        (int)row.Number(7),
        JsonSerializer.Deserialize(row.Blob(8), StoreJson.Default.ValidationOutcome));

    private static KnownScore ReadScore(StoredCommand row)
    {
        var level = RiskLevels.FromWire(row.Text(1)) ?? throw new InvalidDataException("The scores table holds an unknown level.");
        return new KnownScore(new VendorScore((int)row.Number(0), level), row.Time(2), ValidationId.Parse(row.Text(3)));
    }
}
