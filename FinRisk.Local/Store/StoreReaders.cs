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
    private readonly ConcurrentBag<IdleReader> _idle = [];
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
            var idle = Take();
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

    private IdleReader Take()
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.Damages == database.Damages)
                return idle;
            Close(idle);
        }

        return Open();
    }

    private IdleReader Open()
    {
        var damages = database.Damages;
        var connection = database.Open();
        try
        {
            return new IdleReader(connection, new StoreReader(connection), damages);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Close(IdleReader idle)
    {
        idle.Reader.Dispose();
        idle.Connection.Dispose();
    }

    /// <summary>A reader, and how often the file had been found damaged when it was opened.</summary>
    private sealed record IdleReader(StoreConnection Connection, StoreReader Reader, int Damages);
}
