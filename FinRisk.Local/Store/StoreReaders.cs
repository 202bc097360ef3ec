using System.Collections.Concurrent;

namespace FinRisk.Local.Store;

/// <summary>Keeps as many readers as were ever needed at once, which synchronous reads of microseconds keep few.</summary>
internal sealed class StoreReaders(Database database) : IDisposable
{
    private readonly ConcurrentBag<(StoreConnection Connection, StoreReader Reader)> _idle = [];

    /// <summary>Reads with a reader of its own.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        if (!_idle.TryTake(out var idle))
            idle = Open();
        try
        {
            return read(idle.Reader);
        }
        finally
        {
            _idle.Add(idle);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var idle))
        {
            idle.Reader.Dispose();
            idle.Connection.Dispose();
        }
    }

    private (StoreConnection, StoreReader) Open()
    {
        var connection = database.Open();
        return (connection, new StoreReader(connection));
    }
}
