namespace FinRisk.Local.Store;

/// <summary>
/// The one writer. Changes queue up while a commit is on its way to the disk, and the next commit takes all of them: the busier
/// the host, the less a change costs (group commit). A change's task ends when its commit is on the disk, and not before.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    /// <summary>A full disk refuses thousands of changes a second; so often a line says how many.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
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

        // A thread of its own: it spends its life waiting for the disk, which would keep a pool thread from serving requests.
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Whether the last commit reached the disk; false before the first.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>Carries out a change; the task completes when it is on the disk.</summary>
    /// <exception cref="StoreException">
    /// It is not: the disk is full or failing, or the change breaks a rule of the schema.
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

            // Whoever finds the queue empty wakes the writer; everybody after that rides along.
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

    /// <summary>Finishes what is queued, then closes.</summary>
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

    private void Commit(List<Change> batch)
    {
        if (TryCommit(batch) is not { } fault)
            return;

        if (batch.Count == 1)
        {
            batch[0].Fail(fault);
            return;
        }

        // One of them may be at fault, so each gets a commit of its own and only the guilty one fails.
        foreach (var change in batch)
        {
            if (TryCommit([change]) is { } its)
                change.Fail(its);
        }
    }

    private Exception? TryCommit(List<Change> batch)
    {
        try
        {
            CommitOnce(batch);
            return null;
        }
#pragma warning disable CA1031 // Whatever it is goes to whoever asked for the change; the writer itself must never end.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _isUsable = false;
            if (fault is StoreException { IsDamage: true })
                _database.ReportDamage();
            LogFailure(batch.Count, fault);
            return fault;
        }
    }

    /// <summary>One line a second at most, with how many failures it stands for.</summary>
    private void LogFailure(int changes, Exception fault)
    {
        _failures++;
        if (_failuresLogged > 0 && _clock.GetElapsedTime(_loggedAt) < LogInterval)
            return;
        Log.CommitFailed(_log, changes, fault.GetType().Name, (fault as StoreException)?.Code, _failures - _failuresLogged);
        (_loggedAt, _failuresLogged) = (_clock.GetTimestamp(), _failures);
    }

    private void LogRecovery()
    {
        if (_failures == 0)
            return;
        Log.Recovered(_log, _failures);
        (_failures, _failuresLogged) = (0, 0);
    }

    private void CommitOnce(List<Change> batch)
    {
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

    private abstract class Change
    {
        public abstract void Apply(StoreStatements statements);

        public abstract void Succeed();

        public abstract void Fail(Exception fault);
    }

    private sealed class Change<T>(Func<StoreStatements, T> change) : Change
    {
        // Continuations run elsewhere: the writer goes on to the next commit.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Apply(StoreStatements statements) => _result = change(statements);

        public override void Succeed() => _done.SetResult(_result!);

        public override void Fail(Exception fault) => _done.SetException(fault);
    }

    private static partial class Log
    {
        [LoggerMessage(
            5001,
            LogLevel.Error,
            "store_commit_failed: {changes} changes, {fault} (SQLite {code}); {failures} commits failed since the last such line",
            EventName = "store_commit_failed")]
        public static partial void CommitFailed(ILogger log, int changes, string fault, int? code, long failures);

        [LoggerMessage(
            5003,
            LogLevel.Information,
            "store_recovered: a commit reached the disk after {failures} that did not",
            EventName = "store_recovered")]
        public static partial void Recovered(ILogger log, long failures);
    }
}
