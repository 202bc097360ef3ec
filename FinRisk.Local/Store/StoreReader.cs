using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.Data.Sqlite;

namespace FinRisk.Local.Store;

/// <summary>Reads what is committed. One connection, one user at a time (<see cref="StoreReaders"/> hands them out).</summary>
internal sealed class StoreReader : IDisposable
{
    private const string Columns = "id, caller, correlation_id, applicant_key, status, created_at, updated_at, attempts, outcome";

    private readonly SqliteConnection _connection;
    private readonly StoredCommand _findEnded;
    private readonly StoredCommand _findScore;

    public StoreReader(Database database)
        : this(database.Open())
    {
    }

    /// <summary>Reads on a connection that somebody else owns as well: within the writer's transaction.</summary>
    public StoreReader(SqliteConnection connection)
    {
        _connection = connection;
        _findEnded = new StoredCommand(connection, $"SELECT {Columns} FROM ended WHERE id = ?1", 1);
        _findScore = new StoredCommand(connection, "SELECT score, level, scored_at, validation_id FROM scores WHERE applicant_key = ?1", 1);
    }

    public ValidationRecord? FindEnded(string id)
    {
        using var row = _findEnded.Query(id);
        return row.Read() ? ReadRecord(row) : null;
    }

    public KnownScore? FindScore(string applicantKey)
    {
        using var row = _findScore.Query(applicantKey);
        if (!row.Read())
            return null;
        var level = RiskLevels.FromWire(row.GetString(1)) ?? throw new InvalidDataException("The scores table holds an unknown level.");
        return new KnownScore(new VendorScore(row.GetInt32(0), level), Time(row.GetInt64(2)), row.GetString(3));
    }

    /// <summary>Every validation that has not ended, oldest first, with the calls it has made.</summary>
    public List<UnfinishedValidation> FindUnfinished()
    {
        using var query = new StoredCommand(_connection, "SELECT input, journal FROM running ORDER BY id", 0);
        using var row = query.Query();
        var unfinished = new List<UnfinishedValidation>();
        while (row.Read())
        {
            unfinished.Add(new UnfinishedValidation(
                JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), StoreJson.Default.ValidationInput)!,
                row.IsDBNull(1) ? [] : JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), StoreJson.Default.JournaledAttemptArray)!));
        }

        return unfinished;
    }

    public CircuitSnapshot FindCircuit()
    {
        using var query = new StoredCommand(_connection, "SELECT snapshot FROM circuit", 0);
        using var row = query.Query();
        return row.Read()
            ? JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), StoreJson.Default.CircuitSnapshot)!
            : CircuitSnapshot.Initial;
    }

    public void Dispose()
    {
        _findEnded.Dispose();
        _findScore.Dispose();
        _connection.Dispose();
    }

    private static ValidationRecord ReadRecord(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        (ValidationStatus)row.GetInt32(4),
        Time(row.GetInt64(5)),
        Time(row.GetInt64(6)),
        row.GetInt32(7),
        JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(8), StoreJson.Default.ValidationOutcome));

    private static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
}
