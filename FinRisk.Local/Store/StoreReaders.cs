using System.Collections.Concurrent;

namespace FinRisk.Local.Store;

/// <summary>Keeps as many readers as were ever needed at once, which synchronous reads of microseconds keep few.</summary>
internal sealed class StoreReaders(Database database) : IDisposable
{
    private readonly ConcurrentBag<StoreReader> _idle = [];

    /// <summary>Reads with a reader of its own.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        if (!_idle.TryTake(out var reader))
            reader = new StoreReader(database);
        try
        {
            return read(reader);
        }
        finally
        {
            _idle.Add(reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }
}
