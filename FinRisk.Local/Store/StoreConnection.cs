using SQLitePCL;

namespace FinRisk.Local.Store;

/// <summary>SQLite refused a statement: the disk is full or failing, or a rule of the schema is broken.</summary>
/// <param name="code">SQLite's extended result code (sqlite.org/rescode.html).</param>
internal sealed class StoreException(int code) : Exception(
    $"SQLite answered {code}: {raw.sqlite3_errstr(code).utf8_to_string()}.")
{
    private const int PrimaryCode = 0xFF;

    /// <summary>SQLITE_READONLY_DBMOVED: the file was deleted or moved while it was open.</summary>
    public const int DatabaseMoved = 1032;

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>
    /// Whether the disk or its system refuses, which may pass: it is full, failing, read-only or busy. A damaged database stays
    /// damaged, and a broken rule of the schema is a bug.
    /// </summary>
    public bool MayPass { get; } = (code & PrimaryCode) is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY
        or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_PERM;

    /// <summary>Whether the file holds other bytes than were written to it.</summary>
    public bool IsDamage { get; } = (code & PrimaryCode) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}

/// <summary>One connection to the database file. Used by one thread at a time.</summary>
internal sealed class StoreConnection : IDisposable
{
    private const int OpenFlags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;

    private readonly sqlite3 _handle;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="create">Whether to make one where it is missing.</param>
    /// <exception cref="StoreException">It cannot be opened.</exception>
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

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Compiles one statement for as long as the connection lives.</summary>
    public StoredCommand Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new StoredCommand(this, statement);
    }

    /// <summary>Runs statements that give no rows anybody wants.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new StoreException(code);
    }
}
