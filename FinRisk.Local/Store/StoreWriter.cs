namespace FinRisk.Local.Store;

/// <summary>
/// The only writer of the store, on a dedicated thread. Changes that arrive during a commit are queued, and the next transaction
/// commits all of them (group commit): the busier the host, the less a change costs. The task of a change completes when its
/// commit is on the disk.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    /// <summary>
    /// The shortest time between two log events about failed commits, of which a full disk causes thousands a second.
    /// </summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new(); // Not a Lock, which has neither Wait nor Pulse.
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly StoreConnection _connection;
    private readonly StoreStatements _statements;
    private readonly ILogger<StoreWriter> _log;
    private readonly Thread _thread;
    private List<Change> _queue = [];
    private bool _closed;
    private volatile bool _isUsable;
    private long _loggedAt;
    private long _failures;
    private long _failuresLogged;

    public StoreWriter(Database database, TimeProvider clock, ILogger<StoreWriter> log)
    {
        (_database, _clock, _log) = (database, clock, log);
        _connection = database.Open();
        _statements = new StoreStatements(_connection);

        // A dedicated thread, because it mostly waits for the disk and would block a thread-pool thread.
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>True if the last commit succeeded; false before the first one.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>Queues a change; the task completes with its result when the change is on the disk.</summary>
    /// <exception cref="StoreException">
    /// The change is not committed: the disk is full or failing, or the change violates a constraint of the schema.
    /// </exception>
    /// <exception cref="OperationCanceledException">The store is closing.</exception>
    public Task<T> WriteAsync<T>(Func<StoreStatements, T> change)
    {
        var queued = new Change<T>(change);
        lock (_gate)
        {
            if (_closed)
                throw new OperationCanceledException("The store is closing.");
            _queue.Add(queued);

            // The first change in the queue wakes the writer; later ones join its transaction.
            if (_queue.Count == 1)
                Monitor.Pulse(_gate);
        }

        return queued.Task;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<StoreStatements> change) => WriteAsync(statements =>
    {
        change(statements);
        return true;
    });

    /// <summary>Commits the queued changes, then closes the connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _statements.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        var batch = new List<Change>();
        while (true)
        {
            lock (_gate)
            {
                while (_queue.Count == 0 && !_closed)
                    Monitor.Wait(_gate);
                if (_queue.Count == 0)
                    return;
                (batch, _queue) = (_queue, batch);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    /// <summary>Commits the changes, and completes or fails their tasks.</summary>
    private void Commit(List<Change> batch)
    {
        if (TryCommit(batch) is not { } exception)
            return;

        if (batch.Count == 1)
        {
            batch[0].Fail(exception);
            return;
        }

        // One of the changes may be the cause, so each is committed separately and only those that fail again are failed.
        foreach (var change in batch)
        {
            if (TryCommit([change]) is { } failure)
                change.Fail(failure);
        }
    }

    /// <summary>Commits the changes in one transaction; returns the exception if that fails.</summary>
    private Exception? TryCommit(List<Change> batch)
    {
        try
        {
            CommitOnce(batch);
            return null;
        }
#pragma warning disable CA1031 // Every exception fails the tasks of its changes; the writer thread must not end.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _isUsable = false;
            if (exception is StoreException { IsDamage: true })
                _database.ReportDamage();
            LogFailure(batch.Count, exception);
            return exception;
        }
    }

    /// <summary>Logs at most once per <see cref="LogInterval"/>, with the number of failures since the last line.</summary>
    private void LogFailure(int changes, Exception exception)
    {
        _failures++;
        if (_failuresLogged > 0 && _clock.GetElapsedTime(_loggedAt) < LogInterval)
            return;
        Log.CommitFailed(
            _log, changes, exception.GetType().Name, (exception as StoreException)?.Code, _failures - _failuresLogged);
        (_loggedAt, _failuresLogged) = (_clock.GetTimestamp(), _failures);
    }

    /// <summary>Logs that commits succeed again, if any has failed since the last success.</summary>
    private void LogRecovery()
    {
        if (_failures == 0)
            return;
        Log.Recovered(_log, _failures);
        (_failures, _failuresLogged) = (0, 0);
    }

    private void CommitOnce(List<Change> batch)
    {
        // SQLite would commit to a deleted file without an error.
        if (!_database.Exists)
            throw new StoreException(StoreException.DatabaseMoved);
        _statements.Begin();
        try
        {
            foreach (var change in batch)
                change.Apply(_statements);
            _statements.Commit();
        }
        catch
        {
            _statements.RollBack();
            throw;
        }

        _isUsable = true;
        LogRecovery();
        foreach (var change in batch)
            change.Succeed();
    }

    /// <summary>A queued change, whatever its result type.</summary>
    private abstract class Change
    {
        public abstract void Apply(StoreStatements statements);

        public abstract void Succeed();

        public abstract void Fail(Exception exception);
    }

    private sealed class Change<T>(Func<StoreStatements, T> change) : Change
    {
        // Continuations run asynchronously, so that the writer thread proceeds to the next commit.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Apply(StoreStatements statements) => _result = change(statements);

        public override void Succeed() => _done.SetResult(_result!);

        public override void Fail(Exception exception) => _done.SetException(exception);
    }

    private static partial class Log
    {
        [LoggerMessage(
            5001,
            LogLevel.Error,
            "store_commit_failed: {changes} changes, {error} (SQLite {code}); {failures} commits failed since the last such line",
            EventName = "store_commit_failed")]
        public static partial void CommitFailed(ILogger log, int changes, string error, int? code, long failures);

        [LoggerMessage(
            5003,
            LogLevel.Information,
            "store_recovered: a commit reached the disk after {failures} that did not",
            EventName = "store_recovered")]
        public static partial void Recovered(ILogger log, long failures);
    }
}
