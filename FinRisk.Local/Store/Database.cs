using FinRisk.Local.Settings;

namespace FinRisk.Local.Store;

/// <summary>The SQLite file: its folder, its lock, its connections.</summary>
internal sealed partial class Database : IDisposable
{
    private const string Pragmas = """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -2048;
        """;

    private readonly string _file;
    private readonly FileStream _lock;
    private int _damages;

    /// <summary>Opens or creates the database in the data folder.</summary>
    /// <exception cref="IOException">
    /// Another process uses the folder, it cannot be written, or part of the database is gone.
    /// </exception>
    public Database(LocalSettings settings, ILogger<Database>? log = null)
    {
        SQLitePCL.Batteries_V2.Init();
        Folder = PrivateFolder.EnsureData(settings.DataFolder);
        _lock = TakeLock(Path.Combine(Folder, "finrisk.lock"));

        _file = Path.Combine(Folder, "finrisk.db");
        try
        {
            CheckParts(log);
            using var connection = Open(create: true);
            CreateTables(connection);
        }
        catch (StoreException fault)
        {
            _lock.Dispose();
            throw new IOException($"{_file} cannot be used: {fault.Message} Move it away, or set Local:DataFolder.", fault);
        }
        catch (IOException)
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The data folder's full path.</summary>
    public string Folder { get; }

    /// <summary>
    /// Whether the file is still where it was opened. A deleted one goes on being read and written, and is lost with its last
    /// user.
    /// </summary>
    public bool Exists => File.Exists(_file);

    /// <summary>
    /// How often the file was found damaged. A connection that was opened before may go on answering out of its page cache, as if
    /// nothing were wrong; so a reader is used only while this number stands.
    /// </summary>
    public int Damages => Volatile.Read(ref _damages);

    /// <summary>The file was found damaged.</summary>
    public void ReportDamage() => Interlocked.Increment(ref _damages);

    /// <summary>
    /// A new connection to the database that was opened or created at the start; never a new database. FULL: a commit is on the
    /// disk before anybody is notified. The WAL is folded back every 4,000 pages (16 MB), which spares a busy host a second
    /// write of the pages that change at every commit. The cache is 2 MB: SQLite walks all of it whenever a commit splits a page
    /// of a table, and what is not in it the system's page cache does.
    /// </summary>
    /// <exception cref="StoreException">It is gone, or cannot be read.</exception>
    public StoreConnection Open() => Open(create: false);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private StoreConnection Open(bool create)
    {
        var connection = new StoreConnection(_file, create);
        try
        {
            connection.Execute(Pragmas);
            return connection;
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// SQLite would take a database without its file for a new one, and delete the log that still holds the newest commits.
    /// </summary>
    private void CheckParts(ILogger? log)
    {
        if (Exists)
            return;
        if (File.Exists(_file + "-wal"))
        {
            throw new IOException(
                $"{_file} is missing, but its log {_file}-wal is there. Restore the file from a backup, or move the log away.");
        }

        if (log is not null && File.Exists(Path.Combine(Folder, "keys", "pepper")))
            Log.DatabaseMissing(log, _file);
    }

    private void CreateTables(StoreConnection connection)
    {
        using var query = connection.Prepare("PRAGMA user_version");
        var version = query.ReadAll(static row => row.Number(0))[0];
        if (!Migration.Knows(version))
        {
            throw new IOException(
                $"{_file} has schema version {version}, this program needs {Schema.Version}. "
                + "Move the folder away, or use the program that wrote it.");
        }

        Migration.Run(connection, version);
    }

    /// <summary>Two hosts on one database would each finish the other's validations.</summary>
    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException(
                $"{path} is locked: another FinRisk.Local uses this data folder. Stop it, or set Local:DataFolder.", fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5002,
            LogLevel.Warning,
            "database_missing: {file} is gone, although its keys are there; an empty one takes its place",
            EventName = "database_missing")]
        public static partial void DatabaseMissing(ILogger log, string file);
    }
}
