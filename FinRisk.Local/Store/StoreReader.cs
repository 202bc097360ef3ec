using System.Text.Json;
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
    private readonly StoredCommand _probe;
    private AuditQueries? _audit;

    /// <summary>Reads on a connection; the writer's own, for reading within its transaction, or a reader's.</summary>
    public StoreReader(StoreConnection connection)
    {
        _connection = connection;
        _findEnded = connection.Prepare("""
            SELECT id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome
            FROM ended WHERE id = ?1
            """);
        _findScore = connection.Prepare("SELECT score, level, scored_at, validation_id FROM scores WHERE applicant_key = ?1");
        _probe = connection.Prepare("""
            SELECT
                (SELECT max(id) FROM ended), (SELECT max(applicant_key) FROM scores), (SELECT max(id) FROM running),
                (SELECT max(name) FROM circuit), (SELECT max(seq) FROM audit)
            """);
    }

    /// <summary>The audit log; most readers are never asked for it.</summary>
    public AuditQueries Audit => _audit ??= new AuditQueries(_connection);

    /// <summary>A validation that has ended, or null.</summary>
    public ValidationRecord? FindEnded(string id) => _findEnded.With(id).ReadFirst(ReadRecord);

    /// <summary>The newest score under an applicant's key, or null.</summary>
    public KnownScore? FindScore(string applicantKey) => _findScore.With(applicantKey).ReadFirst(ReadScore);

    /// <summary>Reads the newest row of every table: from the root of each to a leaf.</summary>
    public void Probe() => _probe.ReadAll(static _ => true);

    /// <summary>
    /// What an earlier process left. A value that cannot be read costs its own row and no other: a validation without its journal
    /// repeats its calls under the same idempotency key, one without its input is lost.
    /// </summary>
    public StoredState ReadState()
    {
        var damaged = new List<DamagedValue>();
        using var running = _connection.Prepare("SELECT id, input, journal FROM running ORDER BY id");
        var unfinished = running.ReadAll(row => ReadUnfinished(row, damaged)).OfType<UnfinishedValidation>().ToList();
        using var circuit = _connection.Prepare("SELECT name, snapshot FROM circuit");
        var snapshot = circuit.ReadAll(row => ReadCircuit(row, damaged)).OfType<CircuitSnapshot>().FirstOrDefault();
        return new StoredState(unfinished, snapshot ?? CircuitSnapshot.Initial, damaged);
    }

    /// <summary>
    /// The newest validations that ended in this span. Ids begin with their time, so this reads the end of the table and not all
    /// of it; the id of an idempotency key may lie that key's window before, and is then left out. So is a row that cannot be
    /// read.
    /// </summary>
    public List<ValidationRecord> FindEndedBetween(DateTimeOffset from, DateTimeOffset to, int maxRows)
    {
        using var query = _connection.Prepare("""
            SELECT id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome FROM ended
            WHERE id >= ?1 AND updated_at >= ?2 AND updated_at < ?3 ORDER BY id DESC LIMIT ?4
            """);
        var rows = query.With(ValidationId.FloorOf(from)).With(from).With(to).With(maxRows).ReadAll(TryReadRecord);
        return [.. rows.OfType<ValidationRecord>()];
    }

    public void Dispose()
    {
        _audit?.Dispose();
        _findEnded.Dispose();
        _findScore.Dispose();
        _probe.Dispose();
    }

    private static UnfinishedValidation? ReadUnfinished(StoredCommand row, List<DamagedValue> damaged)
    {
        var id = row.Text(0);
        var input = StoreJson.TryRead(row.Blob(1), StoreJson.Default.ValidationInput);
        if (input is not { Applicant: not null, Plan: not null, Caller: not null, ApplicantKey: not null }
            || input.CorrelationId is null
            || input.ValidationId.Value != id)
        {
            damaged.Add(new DamagedValue("running", "input", id));
            return null;
        }

        if (row.Blob(2) is not { IsEmpty: false } blob)
            return new UnfinishedValidation(input, []);
        var journal = StoreJson.TryRead(blob, StoreJson.Default.JournaledAttemptArray);
        if (journal is null || !Array.TrueForAll(journal, attempt => attempt is { Result: not null }))
        {
            damaged.Add(new DamagedValue("running", "journal", id));
            journal = [];
        }

        return new UnfinishedValidation(input, journal);
    }

    private static CircuitSnapshot? ReadCircuit(StoredCommand row, List<DamagedValue> damaged)
    {
        if (StoreJson.TryRead(row.Blob(1), StoreJson.Default.CircuitSnapshot) is { Reported.IsDefault: false } circuit
            && Enum.IsDefined(circuit.State))
        {
            return circuit;
        }

        damaged.Add(new DamagedValue("circuit", "snapshot", row.Text(0)));
        return null;
    }

    private static ValidationRecord? TryReadRecord(StoredCommand row)
    {
        try
        {
            return ReadRecord(row) is { Outcome: not null } record ? record : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
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

    /// <summary>A row that makes no sense is no score; the applicant's next one replaces it.</summary>
    private static KnownScore? ReadScore(StoredCommand row) =>
        RiskLevels.FromWire(row.Text(1)) is { } level && ValidationId.TryParse(row.Text(3), out var id)
        ? new KnownScore(new VendorScore((int)row.Number(0), level), row.Time(2), id)
        : null;
}
