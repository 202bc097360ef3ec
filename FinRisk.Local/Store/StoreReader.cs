using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>Reads the store over one connection. Not thread-safe; <see cref="StoreReaders"/> is the pool of readers.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly StoredCommand _findEnded;
    private readonly StoredCommand _findScore;
    private readonly StoredCommand _probe;
    private AuditQueries? _audit;

    /// <summary>Compiles the queries for a connection, which may be the writer's: its queries see the open transaction.</summary>
    public StoreReader(StoreConnection connection)
    {
        _connection = connection;
        _findEnded = connection.Prepare("""
            SELECT id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome
            FROM ended WHERE id = ?1
            """);
        _findScore = connection.Prepare(
            "SELECT score, level, scored_at, validation_id, provider FROM scores WHERE applicant_key = ?1");
        _probe = connection.Prepare("""
            SELECT
                (SELECT max(id) FROM ended), (SELECT max(applicant_key) FROM scores), (SELECT max(id) FROM running),
                (SELECT max(name) FROM circuit), (SELECT max(seq) FROM audit), (SELECT max(hour) FROM figures)
            """);
    }

    /// <summary>The queries of the audit log, compiled at first use, because most readers never need them.</summary>
    public AuditQueries Audit => _audit ??= new AuditQueries(_connection);

    /// <summary>A validation that has ended, or null.</summary>
    public ValidationRecord? FindEnded(string id) => _findEnded.With(id).ReadFirst(ReadRecord);

    /// <summary>The stored score of an applicant, or null.</summary>
    public StoredScore? FindScore(string applicantHash) => _findScore.With(applicantHash).ReadFirst(ReadScore);

    /// <summary>Reads the last row of every table, which touches pages from the root of each B-tree to a leaf.</summary>
    /// <exception cref="StoreException">A table cannot be read.</exception>
    public void Probe() => _probe.ReadAll(static _ => true);

    /// <summary>
    /// Reads the state that an earlier process left. A damaged value does not affect other rows. A validation whose journal is
    /// damaged repeats its vendor calls under the same idempotency keys; one whose input is damaged is lost.
    /// </summary>
    public StoredState ReadState()
    {
        var damaged = new List<DamagedValue>();
        using var running = _connection.Prepare("SELECT id, input, journal FROM running ORDER BY id");
        var unfinished = running.ReadAll(row => ReadUnfinished(row, damaged)).OfType<UnfinishedValidation>().ToList();
        using var circuit = _connection.Prepare("SELECT name, snapshot FROM circuit");
        var circuits = new Dictionary<string, CircuitSnapshot>(StringComparer.Ordinal);
        foreach (var (provider, snapshot) in circuit.ReadAll(row => (row.Text(0), ReadCircuit(row, damaged))))
        {
            if (snapshot is not null)
                circuits[provider] = snapshot;
        }

        return new StoredState(unfinished, circuits, damaged);
    }

    /// <summary>
    /// The stored figures of all processes for the hours that began at or after <paramref name="from"/> and before
    /// <paramref name="before"/>.
    /// </summary>
    public List<StoredFigures> ReadFigures(DateTimeOffset from, DateTimeOffset before)
    {
        using var query = _connection.Prepare("SELECT hour, process, content FROM figures WHERE hour >= ?1 AND hour < ?2");
        return query.With(from).With(before).ReadAll(row => new StoredFigures(row.Text(1), row.Time(0), row.Blob(2).ToArray()));
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
        if (input is not { Applicant: not null, Plan: not null, Caller: not null, ApplicantHash: not null }
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

    /// <summary>
    /// Reads a score; null if the row has an unknown level or an invalid id. The applicant's next score replaces such a row.
    /// </summary>
    private static StoredScore? ReadScore(StoredCommand row) =>
        RiskLevels.FromWire(row.Text(1)) is { } level && ValidationId.TryParse(row.Text(3), out var id)
        ? new StoredScore(new VendorScore((int)row.Number(0), level), row.Time(2), id, row.Text(4))
        : null;
}
