using FinRisk.Functions.Circuit;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>The durable run of one validation: <see cref="ScoringWorkflow"/> over Durable's steps.</summary>
public sealed class ValidationOrchestrator(CompletionSignals signals, ValidationEvents events, CircuitReplica circuit)
{
    /// <summary>The orchestration's name, part of every stored instance.</summary>
    public const string Name = "Validation";

    /// <summary>Runs to the outcome, replayed from the start after every step.</summary>
    [Function(Name)]
    public async Task<ValidationOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, ValidationInput input)
    {
        var log = context.CreateReplaySafeLogger<ValidationOrchestrator>();
        using var scope = log.BeginScope(new LogScope(input.CorrelationId, input.ValidationId.Value));
        try
        {
            var steps = new DurableSteps(context, circuit);
            var outcome = await ScoringWorkflow.RunAsync(input, steps);
            await steps.AuditAsync(input, outcome);
            steps.ShowProgress(new ValidationProgress(outcome.Failure is null ? "completed" : "failed", outcome.Attempts));
            if (!context.IsReplaying)
                events.Ended(input, outcome, context.CurrentUtcDateTime);
            return outcome;
        }
        finally
        {
            if (!context.IsReplaying)
                signals.Signal(input.ValidationId.Value);
        }
    }
}
