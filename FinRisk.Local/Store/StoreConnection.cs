using SQLitePCL;

namespace FinRisk.Local.Store;

/// <summary>SQLite failed: the disk is full or failing, the file is damaged, or a statement violates a constraint.</summary>
/// <param name="code">SQLite's extended result code (sqlite.org/rescode.html).</param>
internal sealed class StoreException(int code) : Exception(
    $"SQLite answered {code}: {raw.sqlite3_errstr(code).utf8_to_string()}.")
{
    /// <summary>The bits of an extended result code that are its primary result code.</summary>
    private const int PrimaryCodeMask = 0xFF;

    /// <summary>SQLITE_READONLY_DBMOVED: the file was deleted or moved while it was open.</summary>
    public const int DatabaseMoved = 1032;

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>
    /// True if a retry may succeed later, because the disk or the system is full, failing, read-only or busy. False for a damaged
    /// file, which stays damaged, and for a violated constraint, which is a bug.
    /// </summary>
    public bool IsTransient { get; } = (code & PrimaryCodeMask) is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY
        or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_PERM;

    /// <summary>True if SQLite found the file damaged, or no database.</summary>
    public bool IsDamage { get; } = (code & PrimaryCodeMask) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}

/// <summary>One connection to the database file. Not thread-safe: only one thread at a time may use it.</summary>
internal sealed class StoreConnection : IDisposable
{
    private const int OpenFlags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;

    private readonly sqlite3 _handle;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="create">Whether to create the file if it is missing.</param>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public StoreConnection(string path, bool create)
    {
        var code = raw.sqlite3_open_v2(path, out _handle, create ? OpenFlags | raw.SQLITE_OPEN_CREATE : OpenFlags, null);
        if (code != raw.SQLITE_OK)
        {
            _handle.Dispose();
            throw new StoreException(code);
        }

        raw.sqlite3_extended_result_codes(_handle, 1);
    }

    /// <summary>True if a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The number of rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Compiles a statement, which can be run until the connection is closed.</summary>
    /// <exception cref="StoreException">SQLite refused the statement.</exception>
    public StoredCommand Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new StoredCommand(this, statement);
    }

    /// <summary>Runs one or more statements and discards their rows.</summary>
    /// <exception cref="StoreException">SQLite refused a statement.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new StoreException(code);
    }
}
