using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace FinRisk.Functions.Circuit;

/// <summary>
/// The circuit breaker of one provider, shared by all replicas. An operation loads the snapshot, applies
/// <see cref="CircuitRules"/> and stores the new snapshot. Durable runs the operations of an entity one at a time, so only one of
/// many concurrent attempts is granted the probe.
/// </summary>
public sealed class CircuitEntity(FinRiskSettings settings, ValidationEvents events, TimeProvider clock)
    : TaskEntity<CircuitSnapshot>
{
    /// <summary>The entity's name, part of its stored id. It must not change.</summary>
    public const string Name = "Circuit";

    /// <summary>The id of the entity for a provider's circuit; the entity key is the provider's name.</summary>
    public static EntityInstanceId IdFor(string provider) => new(Name, provider);

    /// <summary>Decides whether an attempt may call the provider.</summary>
    public CircuitDecision Ask(CircuitEvent.Ask ask) => Apply(ask);

    /// <summary>Records the result of an attempt's call.</summary>
    public CircuitDecision Report(CircuitEvent.Report report) => Apply(report);

    /// <summary>Opens or closes the circuit on an operator's order.</summary>
    public CircuitDecision Force(CircuitEvent.Force force) => Apply(force);

    /// <summary>The entry point that Durable invokes; dispatches to the operation by its name.</summary>
    [Function(Name)]
    public Task Dispatch([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(this);

    /// <inheritdoc/>
    protected override CircuitSnapshot InitializeState(TaskEntityOperation entityOperation) => CircuitSnapshot.Initial;

    private CircuitDecision Apply(CircuitEvent circuitEvent)
    {
        var transition = CircuitRules.Apply(State, circuitEvent, clock.GetUtcNow(), settings.Circuit);
        State = transition.Snapshot;
        events.CircuitEvaluated(Context.Id.Key, transition);
        return transition.Decision;
    }
}
