using FinRisk.Local.Settings;

namespace FinRisk.Local.Store;

/// <summary>The SQLite database file, with its folder and its lock. Opens connections to the file.</summary>
internal sealed partial class Database : IDisposable
{
    /// <summary>
    /// The settings of every connection. <c>synchronous = FULL</c>: a commit is on the disk before it is reported as done. The
    /// write-ahead log is checkpointed only every 4,000 pages (16 MB), because the same few pages change at every commit. The
    /// page cache is only 2 MB, because SQLite walks through all of it whenever a commit splits a page of a table; the operating
    /// system caches the rest.
    /// </summary>
    private const string Pragmas = """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -2048;
        """;

    private readonly string _file;
    private readonly FileStream? _lock;
    private int _damageCount;

    /// <summary>Opens or creates the database in the data folder.</summary>
    /// <exception cref="IOException">
    /// Another host uses the folder, the folder cannot be used, the database file is missing while its write-ahead log is not, or
    /// the database cannot be used or has an unknown version.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">This user may not list the folder or open the lock file.</exception>
    public Database(LocalSettings settings, ILogger<Database>? log = null)
        : this(settings, log, besideHost: false)
    {
    }

    private Database(LocalSettings settings, ILogger<Database>? log, bool besideHost)
    {
        SQLitePCL.Batteries_V2.Init();
        Folder = PrivateFolder.EnsureData(settings.DataFolder);
        _file = Path.Combine(Folder, "finrisk.db");
        _lock = TakeLock(Path.Combine(Folder, "finrisk.lock"), besideHost);
        try
        {
            CheckForMissingFile(log);
            using var connection = Open(create: !IsShared);
            EnsureSchema(connection);
        }
        catch (StoreException exception)
        {
            _lock?.Dispose();
            throw new IOException(
                $"{_file} cannot be used: {exception.Message} Move it away, or set Local:DataFolder.", exception);
        }
        catch (IOException)
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>True if a host uses the folder at the same time.</summary>
    public bool IsShared => _lock is null;

    /// <summary>The size of the file in bytes.</summary>
    public long Bytes => new FileInfo(_file).Length;

    /// <summary>
    /// Opens the database for a command, whether or not a host uses it. That is safe, because SQLite supports several processes
    /// on one file, and a command does not resume validations.
    /// </summary>
    /// <exception cref="IOException">
    /// The database cannot be used, or it is in use by a host of another version.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">This user may not list the folder or open the lock file.</exception>
    public static Database OpenBesideHost(LocalSettings settings) => new(settings, log: null, besideHost: true);

    /// <summary>The data folder's full path.</summary>
    public string Folder { get; }

    /// <summary>
    /// True if the file is still at its path. SQLite can go on reading and writing a deleted file, but everything in it is lost
    /// when the last connection closes.
    /// </summary>
    public bool Exists => File.Exists(_file);

    /// <summary>
    /// The number of times that the file was found damaged. A connection that was opened before may still return undamaged data
    /// from its page cache, so a reader is discarded when this number has changed since it was opened.
    /// </summary>
    public int DamageCount => Volatile.Read(ref _damageCount);

    /// <summary>Records that the file was found damaged.</summary>
    public void ReportDamage() => Interlocked.Increment(ref _damageCount);

    /// <summary>
    /// Opens a connection to the existing database file; never creates a file.
    /// </summary>
    /// <exception cref="StoreException">The file is missing or cannot be read.</exception>
    public StoreConnection Open() => Open(create: false);

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

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
    /// Throws if the database file is missing but its write-ahead log is not: SQLite would create a new database and delete the
    /// log, which may contain commits. Logs a warning if only the pepper of an earlier database is there.
    /// </summary>
    private void CheckForMissingFile(ILogger? log)
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

    /// <summary>
    /// Creates the tables or migrates them to the current version; only checks the version if a host uses the database.
    /// </summary>
    private void EnsureSchema(StoreConnection connection)
    {
        using var query = connection.Prepare("PRAGMA user_version");
        var version = query.ReadAll(static row => row.Number(0))[0];
        if (!(IsShared ? version == Schema.Version : Migration.Supports(version)))
        {
            throw new IOException(
                $"{_file} has schema version {version}, this program needs {Schema.Version}. "
                + "Move the folder away, or use the program that wrote it.");
        }

        if (!IsShared)
            Migration.Run(connection, version);
    }

    /// <summary>
    /// Locks the folder against other hosts: two hosts on one database would each resume the other's validations.
    /// </summary>
    /// <returns>The lock; null if a host holds it and <paramref name="besideHost"/> allows that.</returns>
    /// <exception cref="IOException">Another host holds the lock, and <paramref name="besideHost"/> is false.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open the lock file.</exception>
    private static FileStream? TakeLock(string path, bool besideHost)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (besideHost)
        {
            return null;
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"{path} is locked: another FinRisk.Local uses this data folder. Stop it, or set Local:DataFolder.", exception);
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
