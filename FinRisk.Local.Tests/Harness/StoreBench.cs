using FinRisk.Local.Audit;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Scoring;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Local.Tests.Harness;

/// <summary>A store on real files, with a second connection that sees only what is committed.</summary>
internal sealed class StoreBench : IDisposable
{
    private readonly TempFolder? _own;

    public StoreBench(string? folder = null)
    {
        _own = folder is null ? new TempFolder() : null;
        Database = new Database(new LocalSettings { DataFolder = folder ?? _own!.Path });
        Writer = new StoreWriter(Database, Clock, Log.CreateLogger<StoreWriter>());
        Readers = new StoreReaders(Database);
        Store = new LocalStore(Writer, Readers);
        Audit = new LocalAudit(Writer, Readers, new FinRiskSettings(), Clock);
        Other = Database.Open();
    }

    /// <summary>The audit log, an hour after what the samples tell of.</summary>
    public LocalAudit Audit { get; }

    public FakeTimeProvider Clock { get; } = new(Sample.Start.AddHours(1));

    public LogRecorder Log { get; } = new();

    public Database Database { get; }

    public StoreWriter Writer { get; }

    public StoreReaders Readers { get; }

    public LocalStore Store { get; }

    /// <summary>Another connection, such as another program would have.</summary>
    public StoreConnection Other { get; }

    public TempFolder Folder => _own!;

    /// <summary>The first number of a query, as the other connection sees it.</summary>
    public long Number(string sql)
    {
        using var query = Other.Prepare(sql);
        return query.ReadAll(row => row.Number(0))[0];
    }

    /// <summary>How many rows a table has, as the other connection sees it.</summary>
    public long Count(string table) => Number($"SELECT count(*) FROM {table}");

    /// <summary>The ids in a table, as the other connection sees it.</summary>
    public List<string> Ids(string table)
    {
        using var query = Other.Prepare($"SELECT id FROM {table} ORDER BY id");
        return query.ReadAll(row => row.Text(0));
    }

    /// <summary>Sets a limit on the writer's connection, between two commits.</summary>
    public Task PragmaAsync(string pragma) => Writer.WriteAsync(_ => Inside.Connection(Writer).Execute("PRAGMA " + pragma));

    public void Dispose()
    {
        Other.Dispose();
        Writer.Dispose();
        Readers.Dispose();
        Database.Dispose();
        _own?.Dispose();
    }
}
