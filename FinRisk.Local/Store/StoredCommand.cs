using SQLitePCL;

namespace FinRisk.Local.Store;

/// <summary>
/// A compiled statement that can be run many times: bind the parameters in order with <see cref="With(string)"/>, then call
/// <see cref="Execute"/>, <see cref="ReadAll{T}"/> or <see cref="ReadFirst{T}"/>.
/// </summary>
internal sealed class StoredCommand(StoreConnection connection, sqlite3_stmt statement) : IDisposable
{
    private int _bound;

    /// <summary>Binds the next parameter.</summary>
    public StoredCommand With(string value)
    {
        Check(raw.sqlite3_bind_text(statement, ++_bound, value));
        return this;
    }

    /// <inheritdoc cref="With(string)"/>
    public StoredCommand With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++_bound, value));
        return this;
    }

    /// <inheritdoc cref="With(string)"/>
    public StoredCommand With(DateTimeOffset value) => With(value.ToUnixTimeMilliseconds());

    /// <inheritdoc cref="With(string)"/>
    public StoredCommand With(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds the next parameter to a value or to NULL.</summary>
    public StoredCommand WithOptional(string? value) => value is null ? WithNull() : With(value);

    /// <inheritdoc cref="WithOptional(string?)"/>
    public StoredCommand WithOptional(long? value) => value is { } number ? With(number) : WithNull();

    /// <summary>Runs the statement; returns the number of rows that it changed.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public int Execute()
    {
        try
        {
            Step();
            return connection.Changes;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs the query and reads every row.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public List<T> ReadAll<T>(Func<StoredCommand, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (Step())
                rows.Add(read(this));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs the query and reads the first row; null if there is none.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public T? ReadFirst<T>(Func<StoredCommand, T?> read)
        where T : class
    {
        try
        {
            return Step() ? read(this) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>A column of the current row as text.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>A column of the current row as text, or null.</summary>
    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A column of the current row as a number, or null.</summary>
    public long? OptionalNumber(int column) => IsNull(column) ? null : Number(column);

    /// <summary>A column of the current row as a number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A column of the current row as a time; stored as Unix milliseconds.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));

    /// <summary>A column of the current row as bytes, valid until the next row is read; empty for NULL.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Binds NULL explicitly, because a parameter stays bound to the value of the previous run.</summary>
    private StoredCommand WithNull()
    {
        Check(raw.sqlite3_bind_null(statement, ++_bound));
        return this;
    }

    /// <summary>Advances to the next row; false if there is none.</summary>
    private bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw new StoreException(code),
    };

    private void Reset()
    {
        _bound = 0;

        // The result is ignored: it repeats the error code of the last step, which has been thrown already.
        raw.sqlite3_reset(statement);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new StoreException(code);
    }
}
