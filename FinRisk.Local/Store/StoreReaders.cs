using System.Collections.Concurrent;

namespace FinRisk.Local.Store;

/// <summary>
/// Keeps as many readers as were ever needed at once, which synchronous reads of microseconds keep few, and no more than
/// <see cref="MaxReaders"/>, because each has file descriptors open.
/// </summary>
internal sealed class StoreReaders(Database database) : IDisposable
{
    /// <summary>How many may read at once; the next one waits.</summary>
    public const int MaxReaders = 16;

    private readonly SemaphoreSlim _permits = new(MaxReaders);
    private readonly ConcurrentBag<(StoreConnection Connection, StoreReader Reader)> _idle = [];
    private volatile Action<StoreReader>? _failed;

    /// <summary>Reads with a reader of its own.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public T Read<T>(Func<StoreReader, T> read)
    {
        try
        {
            var result = ReadOnce(read);
            _failed = null;
            return result;
        }
        catch (StoreException)
        {
            _failed = reader => read(reader);
            throw;
        }
    }

    /// <summary>Reads a little of every table and, where the last read failed, the same again.</summary>
    /// <exception cref="StoreException">The database is gone or cannot be read.</exception>
    public void Probe()
    {
        if (!database.Exists)
            throw new StoreException(StoreException.DatabaseMoved);
        var failed = _failed;
        ReadOnce(reader =>
        {
            reader.Probe();
            failed?.Invoke(reader);
            return true;
        });

        // It can be read again; another that failed meanwhile stays for the next probe.
        if (_failed == failed)
            _failed = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var idle))
            Close(idle);
        _permits.Dispose();
    }

    private T ReadOnce<T>(Func<StoreReader, T> read)
    {
        _permits.Wait();
        try
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
        finally
        {
            _permits.Release();
        }
    }

    private (StoreConnection, StoreReader) Open()
    {
        var connection = database.Open();
        try
        {
            return (connection, new StoreReader(connection));
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Close((StoreConnection Connection, StoreReader Reader) idle)
    {
        idle.Reader.Dispose();
        idle.Connection.Dispose();
    }
}
