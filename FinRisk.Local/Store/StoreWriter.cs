namespace FinRisk.Local.Store;

/// <summary>
/// The one writer. Changes queue up while a commit is on its way to the disk, and the next commit takes all of them: the busier
/// the host, the less a change costs (group commit). A change's task ends when its commit is on the disk, and not before.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    private readonly object _gate = new();
    private readonly StoreConnection _connection;
    private readonly StoreStatements _statements;
    private readonly ILogger<StoreWriter> _log;
    private readonly Thread _thread;
    private List<Change> _queue = [];
    private bool _closed;
    private volatile bool _lastCommitFailed;

    public StoreWriter(Database database, ILogger<StoreWriter> log)
    {
        _log = log;
        _connection = database.Open();
        _statements = new StoreStatements(_connection);

        // A thread of its own: it spends its life waiting for the disk, which would keep a pool thread from serving requests.
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Whether the last commit reached the disk.</summary>
    public bool IsUsable => !_lastCommitFailed;

    /// <summary>Carries out a change and ends when it is on the disk.</summary>
    /// <exception cref="StoreException">It is not: the disk is full or failing, or the change breaks a rule of the schema.</exception>
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
            _lastCommitFailed = true;
            Log.CommitFailed(_log, batch.Count, fault.GetType().Name, (fault as StoreException)?.Code);
            return fault;
        }
    }

    private void CommitOnce(List<Change> batch)
    {
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

        _lastCommitFailed = false;
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
        [LoggerMessage(5001, LogLevel.Error, "store_commit_failed: {changes} changes, {fault} (SQLite {code})", EventName = "store_commit_failed")]
        public static partial void CommitFailed(ILogger log, int changes, string fault, int? code);
    }
}
