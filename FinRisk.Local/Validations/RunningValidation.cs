using FinRisk.Local.Store;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>A validation that this process is carrying out, and whoever waits for it.</summary>
internal sealed class RunningValidation(ValidationInput input, IReadOnlyList<JournaledAttempt> journal)
{
    private readonly TaskCompletionSource<ValidationRecord?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Ended on a pool thread that has nothing else to do, so whoever waits may go on right there.
    private readonly TaskCompletionSource<ValidationRecord> _ended = new();

    /// <summary>What it was started with.</summary>
    public ValidationInput Input { get; } = input;

    /// <summary>The calls it has finished; replaced, never changed.</summary>
    public IReadOnlyList<JournaledAttempt> Journal { get; set; } = journal;

    /// <summary>Where it stands, for operators; replaced, never changed.</summary>
    public ValidationProgress? Progress { get; set; }

    /// <summary>Completes when the acceptance is committed, with the existing validation of the same id, if any.</summary>
    public Task<ValidationRecord?> Accepted => _accepted.Task;

    /// <summary>Completes when the outcome is committed.</summary>
    public Task<ValidationRecord> Ended => _ended.Task;

    /// <summary>The validation as it stands, while it has not ended.</summary>
    public ValidationRecord Snapshot() => ValidationRecord.Unfinished(
        Input,
        Accepted.IsCompleted ? ValidationStatus.Running : ValidationStatus.Pending,
        Journal is [.., var last] ? last.Result.FinishedAt : Input.AcceptedAt,
        Journal.Count);

    /// <summary>The acceptance is committed, or another validation has the id.</summary>
    public void SetAccepted(ValidationRecord? existing) => _accepted.TrySetResult(existing);

    /// <summary>The acceptance could not be committed.</summary>
    public void SetNotAccepted(Exception fault)
    {
        _accepted.TrySetException(fault);

        // Nobody may be waiting; the one who asked gets the exception anyway.
        _ = _accepted.Task.Exception;
    }

    /// <summary>The outcome is committed.</summary>
    public void SetEnded(ValidationRecord record) => _ended.TrySetResult(record);

    /// <summary>The process ends before it does: whoever waits gets the validation as it stands.</summary>
    public void ReleaseWaiters() => _ended.TrySetCanceled();
}
