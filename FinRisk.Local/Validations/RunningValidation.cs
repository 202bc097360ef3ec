using FinRisk.Local.Store;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>A validation that runs in this process, with the tasks that its callers wait for.</summary>
internal sealed class RunningValidation(ValidationInput input, IReadOnlyList<JournaledAttempt> journal)
{
    private readonly TaskCompletionSource<ValidationRecord?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Continuations may run synchronously: the thread-pool thread that completes this task has nothing else to do.
    private readonly TaskCompletionSource<ValidationRecord> _ended = new();

    /// <summary>The validation's input.</summary>
    public ValidationInput Input { get; } = input;

    /// <summary>The journaled attempts. The list is replaced, never changed, so it can be read without a lock.</summary>
    public IReadOnlyList<JournaledAttempt> Journal { get; set; } = journal;

    /// <summary>The progress, for the operators' view. The object is replaced, never changed.</summary>
    public ValidationProgress? Progress { get; set; }

    /// <summary>
    /// Completes with null when this validation is committed; or with the ended validation of the same id, if there is one that
    /// must not be replaced. Fails if the commit fails.
    /// </summary>
    public Task<ValidationRecord?> Accepted => _accepted.Task;

    /// <summary>Completes when the outcome is committed; cancelled by <see cref="ReleaseWaiters"/>.</summary>
    public Task<ValidationRecord> Ended => _ended.Task;

    /// <summary>The current state of the validation, which has not ended.</summary>
    public ValidationRecord Snapshot() => ValidationRecord.Unfinished(
        Input,
        isBegun: Accepted.IsCompleted,
        Journal is [.., var last] ? last.Result.FinishedAt : Input.AcceptedAt,
        Progress);

    /// <summary>Completes <see cref="Accepted"/>.</summary>
    /// <param name="existing">The ended validation of the same id; null if this validation is committed.</param>
    public void SetAccepted(ValidationRecord? existing) => _accepted.TrySetResult(existing);

    /// <summary>Fails <see cref="Accepted"/>, because the validation could not be committed.</summary>
    public void SetNotAccepted(Exception exception)
    {
        _accepted.TrySetException(exception);

        // Marks the exception as observed: there may be no second caller that awaits the task.
        _ = _accepted.Task.Exception;
    }

    /// <summary>Completes <see cref="Ended"/>, because the outcome is committed.</summary>
    public void SetEnded(ValidationRecord record) => _ended.TrySetResult(record);

    /// <summary>
    /// Cancels <see cref="Ended"/>, because the process stops before the validation ends: waiting callers get its
    /// <see cref="Snapshot"/>.
    /// </summary>
    public void ReleaseWaiters() => _ended.TrySetCanceled();
}
