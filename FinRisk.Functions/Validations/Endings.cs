using System.Collections.Concurrent;

namespace FinRisk.Functions.Validations;

/// <summary>
/// Who waits for which validation in this process. A validation whose last step runs here announces itself, which saves the
/// waiting request from polling; one that ends elsewhere is found by polling.
/// </summary>
public sealed class Endings
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Ends when the orchestration announces its end here; that end may not be durable yet. Shared by all who wait.</summary>
    public Task Of(string validationId) =>
        _waiting.GetOrAdd(validationId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for it any longer.</summary>
    public void Forget(string validationId) => _waiting.TryRemove(validationId, out _);

    /// <summary>Wakes whoever waits.</summary>
    public void Announce(string validationId)
    {
        if (_waiting.TryRemove(validationId, out var waiting))
            waiting.TrySetResult();
    }
}
