using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace FinRisk.Functions.Circuit;

/// <summary>
/// The circuit that all replicas share: loads the snapshot, applies <see cref="CircuitRules"/>, stores what came of it. Durable
/// runs its operations one by one, so exactly one of many askers gets a probe.
/// </summary>
public sealed class CircuitEntity(FinRiskSettings settings, ValidationEvents events, TimeProvider clock)
    : TaskEntity<CircuitSnapshot>
{
    /// <summary>The entity's name, part of its stored key.</summary>
    public const string Name = "Circuit";

    /// <summary>The only one: there is one vendor.</summary>
    public static EntityInstanceId Id { get; } = new(Name, "riskshield");

    /// <summary>An attempt asks whether it may call.</summary>
    public CircuitDecision Ask(CircuitEvent.Ask ask) => Apply(ask);

    /// <summary>An attempt tells how its call went.</summary>
    public CircuitDecision Report(CircuitEvent.Report report) => Apply(report);

    /// <summary>An operator opens or closes it by hand.</summary>
    public CircuitDecision Force(CircuitEvent.Force force) => Apply(force);

    /// <summary>Where Durable calls.</summary>
    [Function(Name)]
    public Task Dispatch([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(this);

    /// <inheritdoc/>
    protected override CircuitSnapshot InitializeState(TaskEntityOperation entityOperation) => CircuitSnapshot.Initial;

    private CircuitDecision Apply(CircuitEvent happened)
    {
        var transition = CircuitRules.Apply(State, happened, clock.GetUtcNow(), settings.Circuit);
        State = transition.Snapshot;
        events.CircuitEntered(transition);
        return transition.Decision;
    }
}
