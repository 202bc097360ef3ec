using System.Collections.Concurrent;

namespace FinRisk.Functions.Validations;

/// <summary>
/// Signals from the end of an orchestration to the requests that wait for it in the same process. A signal only shortens the
/// wait: requests also poll, and so find a validation that completes on another replica.
/// </summary>
public sealed class CompletionSignals
{
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns a task that completes when the orchestration with this id has run its last step in this process. Its result may
    /// not be durable yet. All waiters for an id share one task; each must call <see cref="Leave"/> at the end of its wait.
    /// </summary>
    public Task WaitFor(string validationId) => _waiting.AddOrUpdate(
        validationId,
        static _ => new Waiting(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 1),
        static (_, waiting) => waiting with { Count = waiting.Count + 1 }).Source.Task;

    /// <summary>Drops the signal of an id if this was the last request that waits for it.</summary>
    /// <param name="validationId">The id.</param>
    /// <param name="signal">The task that <see cref="WaitFor"/> returned to the request.</param>
    public void Leave(string validationId, Task signal)
    {
        while (_waiting.TryGetValue(validationId, out var waiting) && waiting.Source.Task == signal)
        {
            if (waiting.Count > 1
                ? _waiting.TryUpdate(validationId, waiting with { Count = waiting.Count - 1 }, waiting)
                : _waiting.TryRemove(KeyValuePair.Create(validationId, waiting)))
                return;
        }
    }

    /// <summary>Completes the task that <see cref="WaitFor"/> returned for this id.</summary>
    public void Signal(string validationId)
    {
        if (_waiting.TryRemove(validationId, out var waiting))
            waiting.Source.TrySetResult();
    }

    private sealed record Waiting(TaskCompletionSource Source, int Count);
}
