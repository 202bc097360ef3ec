using FinRisk.Functions.Circuit;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>The orchestration of one validation: runs <see cref="ScoringWorkflow"/> with <see cref="DurableSteps"/>.</summary>
public sealed class ValidationOrchestrator(CompletionSignals signals, ValidationEvents events, CircuitCopies circuits)
{
    /// <summary>The orchestration's name, part of every stored instance.</summary>
    public const string Name = "Validation";

    /// <summary>Runs the workflow to its outcome. Durable replays this method from the start after every step.</summary>
    [Function(Name)]
    public async Task<ValidationOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, ValidationInput input)
    {
        var log = context.CreateReplaySafeLogger<ValidationOrchestrator>();
        using var scope = log.BeginScope(new LogScope(input.CorrelationId, input.ValidationId.Value));
        try
        {
            var steps = new DurableSteps(context, circuits);
            var outcome = await ScoringWorkflow.RunAsync(input, steps);
            await steps.AuditAsync(input, outcome);
            steps.ShowProgress(new ValidationProgress(
                outcome.Failure is null ? "completed" : "failed",
                outcome.Attempts,
                outcome.Attempts,
                Provider: outcome.Score?.Provider,
                Code: (outcome.Failure ?? outcome.DegradedBy)?.ToCode()));
            if (!context.IsReplaying)
                events.ValidationEnded(input, outcome, context.CurrentUtcDateTime);
            return outcome;
        }
        finally
        {
            if (!context.IsReplaying)
                signals.Signal(input.ValidationId.Value);
        }
    }
}
