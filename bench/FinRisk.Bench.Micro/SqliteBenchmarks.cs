using BenchmarkDotNet.Attributes;
using FinRisk.Local.Store;
using Microsoft.Data.Sqlite;

namespace FinRisk.Bench.Micro;

/// <summary>
/// The store's own way to SQLite against the ADO.NET provider: a transaction of two prepared statements, as an accepted and a
/// completed validation are. Without waiting for the disk, which takes the same however SQLite is called. On a busy machine the
/// minimum says most.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class SqliteBenchmarks : IDisposable
{
    private const string Insert = "INSERT INTO running (id, input) VALUES (?1, ?2)";
    private const string Delete = "DELETE FROM running WHERE id = ?1";
    private const string Table = "CREATE TABLE running (id TEXT NOT NULL PRIMARY KEY, input BLOB NOT NULL) WITHOUT ROWID";
    private const string Id = "06h08pj2nkjf6kesqi3toco3705q2ev80g50";

    private readonly byte[] _input = new byte[900];
    private string _folder = "";
    private StoreConnection _own = null!;
    private StoredCommand _begin = null!;
    private StoredCommand _insert = null!;
    private StoredCommand _delete = null!;
    private StoredCommand _commit = null!;
    private SqliteConnection _provider = null!;
    private SqliteCommand _providerInsert = null!;
    private SqliteCommand _providerDelete = null!;

    /// <summary>A WAL file as the product has, and memory alone: the less SQLite has to do, the more the way shows.</summary>
    [Params("file", "memory")]
    public string Database { get; set; } = "file";

    [GlobalSetup]
    public void Open()
    {
        SQLitePCL.Batteries_V2.Init();
        _folder = Directory.CreateTempSubdirectory("finrisk-bench-").FullName;
        var pragmas = $"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {Table}";

        _own = new StoreConnection(PathOf("own.db"), create: true);
        _own.Execute(pragmas);
        (_begin, _commit) = (_own.Prepare("BEGIN IMMEDIATE"), _own.Prepare("COMMIT"));
        (_insert, _delete) = (_own.Prepare(Insert), _own.Prepare(Delete));

        _provider = new SqliteConnection($"Data Source={PathOf("provider.db")};Pooling=False");
        _provider.Open();
        using (var create = _provider.CreateCommand())
        {
            create.CommandText = pragmas;
            create.ExecuteNonQuery();
        }

        _providerInsert = Prepare("INSERT INTO running (id, input) VALUES ($id, $input)");
        _providerInsert.Parameters.Add("$input", SqliteType.Blob).Value = _input;
        _providerInsert.Prepare();
        _providerDelete = Prepare("DELETE FROM running WHERE id = $id");
        _providerDelete.Prepare();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (
            var part in (IDisposable[])[_begin, _insert, _delete, _commit, _own, _providerInsert, _providerDelete, _provider])
            part.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int Own()
    {
        _begin.Execute();
        var rows = _insert.With(Id).With(_input).Execute();
        rows += _delete.With(Id).Execute();
        _commit.Execute();
        return rows;
    }

    [Benchmark]
    public int Provider()
    {
        using var transaction = _provider.BeginTransaction(deferred: false);
        (_providerInsert.Transaction, _providerDelete.Transaction) = (transaction, transaction);
        _providerInsert.Parameters[0].Value = Id;
        _providerInsert.Parameters[1].Value = _input;
        var rows = _providerInsert.ExecuteNonQuery();
        _providerDelete.Parameters[0].Value = Id;
        rows += _providerDelete.ExecuteNonQuery();
        transaction.Commit();
        return rows;
    }

    private string PathOf(string file) => Database == "memory" ? ":memory:" : Path.Combine(_folder, file);

    private SqliteCommand Prepare(string sql)
    {
        var command = _provider.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$id", SqliteType.Text).Value = Id;
        return command;
    }
}
