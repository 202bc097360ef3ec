using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Validations;

/// <summary>Converts the metadata of a Durable instance into the record of a validation.</summary>
internal static class InstanceReader
{
    /// <summary>Returns the record; null if there is no instance or it is not a validation.</summary>
    public static ValidationRecord? Read(OrchestrationMetadata? instance)
    {
        if (instance?.Name != ValidationOrchestrator.Name || instance.ReadInputAs<ValidationInput>() is not { } input)
            return null;

        return OutcomeOf(instance) is { } outcome
            ? ValidationRecord.Ended(input, outcome, instance.LastUpdatedAt)
            : ValidationRecord.Unfinished(
                input,
                instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending,
                instance.LastUpdatedAt,
                instance.ReadCustomStatusAs<ValidationProgress>());
    }

    /// <summary>
    /// Returns the outcome; null while the orchestration is unfinished. An orchestration that failed or that an operator
    /// terminated is a validation that failed with an internal error.
    /// </summary>
    private static ValidationOutcome? OutcomeOf(OrchestrationMetadata instance) => instance.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Completed => instance.ReadOutputAs<ValidationOutcome>(),
        OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => Broken(instance),

        // Where two replicas owned a partition for a moment, an older update may have overwritten the status of a completed
        // orchestration. The output is written at the end only, and no update takes it away.
        _ => instance.SerializedOutput is null ? null : instance.ReadOutputAs<ValidationOutcome>(),
    };

    private static ValidationOutcome Broken(OrchestrationMetadata instance)
    {
        var last = instance.ReadCustomStatusAs<ValidationProgress>();
        return new ValidationOutcome(
            last?.Calls ?? 0, instance.LastUpdatedAt, Failure: FailureCode.Internal, History: last?.History);
    }
}
