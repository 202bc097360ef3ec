using SQLitePCL;

namespace FinRisk.Local.Store;

/// <summary>One connection to the database file. Used by one thread at a time.</summary>
internal sealed class StoreConnection : IDisposable
{
    private const int OpenFlags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;

    private readonly sqlite3 _handle;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public StoreConnection(string path)
    {
        var code = raw.sqlite3_open_v2(path, out _handle, OpenFlags, null);
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
