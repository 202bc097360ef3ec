using System.Diagnostics;
using System.Security.Cryptography;
using FinRisk.Bench.Load.Driving;
using Microsoft.Data.Sqlite;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>
/// The floor under one validation: a row of about 500 bytes inserted and later updated, each in a transaction of its own that
/// is on the disk when it returns (WAL, <c>synchronous=FULL</c>), by plain SQLite on the same disk as the product's data.
/// </summary>
internal sealed class TwoCommits : IDisposable
{
    private const int RowBytes = 500;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand update;
    private long id;

    public TwoCommits(string folder)
    {
        Disk = new DriveInfo(folder).DriveFormat;
        connection = new SqliteConnection($"Data Source={Path.Combine(folder, "two-commits.db")};Pooling=false");
        connection.Open();
        using var setUp = connection.CreateCommand();
        setUp.CommandText = """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            CREATE TABLE validation (id INTEGER PRIMARY KEY, state INTEGER NOT NULL, payload BLOB NOT NULL);
            """;
        setUp.ExecuteNonQuery();
        insert = Prepare("INSERT INTO validation (id, state, payload) VALUES ($id, 0, $payload)");
        update = Prepare("UPDATE validation SET state = 1, payload = $payload WHERE id = $id");
    }

    /// <summary>The file system the database is on.</summary>
    public string Disk { get; }

    /// <summary>Times as many pairs of commits, one after the other, as fit into <paramref name="length"/>.</summary>
    public LatencyHistogram Measure(TimeSpan length)
    {
        var pairs = new LatencyHistogram();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            var (before, after) = (RandomNumberGenerator.GetBytes(RowBytes), RandomNumberGenerator.GetBytes(RowBytes));
            id++;
            var pairStarted = Stopwatch.GetTimestamp();
            Commit(insert, before);
            Commit(update, after);
            pairs.RecordSince(pairStarted);
        }

        return pairs;
    }

    public void Dispose()
    {
        insert.Dispose();
        update.Dispose();
        connection.Dispose();
    }

    /// <summary>One statement outside any transaction is a transaction of its own.</summary>
    private void Commit(SqliteCommand command, byte[] payload)
    {
        command.Parameters["$id"].Value = id;
        command.Parameters["$payload"].Value = payload;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = new SqliteCommand(sql, connection);
        command.Parameters.Add("$id", SqliteType.Integer);
        command.Parameters.Add("$payload", SqliteType.Blob);
        command.Prepare();
        return command;
    }
}
