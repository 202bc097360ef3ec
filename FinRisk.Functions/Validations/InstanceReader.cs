using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Validations;

/// <summary>From Durable's view of an instance to ours.</summary>
internal static class InstanceReader
{
    /// <summary>The validation that this instance is; null where it is no validation.</summary>
    public static ValidationRecord? Read(OrchestrationMetadata? instance)
    {
        if (instance?.Name != ValidationOrchestrator.Name || instance.ReadInputAs<ValidationInput>() is not { } input)
            return null;

        return OutcomeOf(instance) is { } outcome
            ? ValidationRecord.Ended(input, outcome, instance.LastUpdatedAt)
            : ValidationRecord.Unfinished(
                input,
                instance.RuntimeStatus == OrchestrationRuntimeStatus.Pending
                    ? ValidationStatus.Pending
                    : ValidationStatus.Running,
                instance.LastUpdatedAt,
                AttemptsOf(instance.ReadCustomStatusAs<ValidationProgress>()));
    }

    /// <summary>An orchestration that broke, or that an operator ended, is a validation that failed by our own fault.</summary>
    private static ValidationOutcome? OutcomeOf(OrchestrationMetadata instance) => instance.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Completed => instance.ReadOutputAs<ValidationOutcome>(),
        OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => new ValidationOutcome(
            AttemptsOf(instance.ReadCustomStatusAs<ValidationProgress>()), instance.LastUpdatedAt, Failure: FailureCode.Internal),
        _ => null,
    };

    /// <summary>How many calls are done: while an attempt is under way it does not count yet.</summary>
    private static int AttemptsOf(ValidationProgress? progress) => progress switch
    {
        null => 0,
        { Stage: "calling" or "asking-circuit" } => progress.Attempt - 1,
        _ => progress.Attempt,
    };
}
