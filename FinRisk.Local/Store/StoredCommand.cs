using Microsoft.Data.Sqlite;

namespace FinRisk.Local.Store;

/// <summary>A prepared statement with positional parameters, compiled once and run many times on one connection.</summary>
internal sealed class StoredCommand : IDisposable
{
    private readonly SqliteCommand _command;

    public StoredCommand(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of the class that holds it.
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
            _command.Parameters.Add(new SqliteParameter("?" + i, null));
        _command.Prepare();
    }

    /// <summary>Runs the statement and returns how many rows it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs the query.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
