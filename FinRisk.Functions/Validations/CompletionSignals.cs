using System.Collections.Concurrent;

namespace FinRisk.Functions.Validations;

/// <summary>
/// Signals from an orchestration's last step to the request that waits for it, within one process. They only save time: a
/// validation that completes on another replica is found by polling.
/// </summary>
public sealed class CompletionSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>
    /// Completes when the orchestration of this id has run its last step here; its result may not be durable yet. All waiters of
    /// an id share one task.
    /// </summary>
    public Task WaitFor(string validationId) => _waiting.GetOrAdd(
        validationId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Drops the signal of an id for which nobody waits any longer.</summary>
    public void Remove(string validationId) => _waiting.TryRemove(validationId, out _);

    /// <summary>Completes what <see cref="WaitFor"/> has returned for this id.</summary>
    public void Signal(string validationId)
    {
        if (_waiting.TryRemove(validationId, out var waiting))
            waiting.TrySetResult();
    }
}
