using System.Collections.Concurrent;

namespace FinRisk.Local.Store;

/// <summary>
/// The pool of readers, which stay open for reuse. Reads are synchronous and take microseconds, so few readers are needed at the
/// same time; the maximum is <see cref="MaxReaders"/>, because each reader holds file descriptors.
/// </summary>
internal sealed class StoreReaders(Database database) : IDisposable
{
    /// <summary>The maximum number of concurrent reads; further ones wait.</summary>
    public const int MaxReaders = 16;

    private readonly SemaphoreSlim _permits = new(MaxReaders);
    private readonly ConcurrentBag<PooledReader> _idle = [];

    /// <summary>The last failed read, until a later read or a probe succeeds.</summary>
    private volatile Action<StoreReader>? _failedRead;

    /// <summary>Runs a read with a reader that no other read uses meanwhile.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public T Read<T>(Func<StoreReader, T> read)
    {
        try
        {
            var result = ReadOnce(read);
            _failedRead = null;
            return result;
        }
        catch (StoreException)
        {
            _failedRead = reader => read(reader); // For Probe: a row may be damaged that it would not read by itself.
            throw;
        }
    }

    /// <summary>Reads one row of every table and, if the last read failed, repeats that read.</summary>
    /// <exception cref="StoreException">The database file is missing or cannot be read.</exception>
    public void Probe()
    {
        if (!database.Exists)
            throw new StoreException(StoreException.DatabaseMoved);
        var failedRead = _failedRead;
        ReadOnce(reader =>
        {
            reader.Probe();
            failedRead?.Invoke(reader);
            return true;
        });

        // The repeated read succeeded. Another one that failed meanwhile is left for the next probe.
        if (_failedRead == failedRead)
            _failedRead = null;
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
            var pooled = Take();
            try
            {
                return read(pooled.Reader);
            }
            finally
            {
                _idle.Add(pooled);
            }
        }
        finally
        {
            _permits.Release();
        }
    }

    private PooledReader Take()
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.DamageCount == database.DamageCount)
                return idle;
            Close(idle);
        }

        return Open();
    }

    private PooledReader Open()
    {
        var damageCount = database.DamageCount;
        var connection = database.Open();
        try
        {
            return new PooledReader(connection, new StoreReader(connection), damageCount);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Close(PooledReader pooled)
    {
        pooled.Reader.Dispose();
        pooled.Connection.Dispose();
    }

    /// <summary>A reader with its connection, and <see cref="Database.DamageCount"/> when it was opened.</summary>
    private sealed record PooledReader(StoreConnection Connection, StoreReader Reader, int DamageCount);
}
