using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>A host with a circuit in memory.</summary>
internal sealed class StubOperations(TimeProvider clock) : IOperationsView, ICircuitView, ICircuitControl
{
    public CircuitSnapshot Circuit { get; set; } = CircuitSnapshot.Initial;

    public IReadOnlyList<WaitingRetry> Waiting { get; set; } = [];

    /// <summary>Whether an order is seen to arrive.</summary>
    public bool Arrives { get; set; } = true;

    public HostDescription Host { get; } = new("stub", "some", "all", "/durable/{validationId}");

    public ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping) =>
        new(new UnfinishedValidations(Waiting.Count + 2, Complete: false, clock.GetUtcNow(), Waiting));

    /// <summary>Whether the circuit can be read.</summary>
    public bool IsReadable { get; set; } = true;

    public ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping) => new(IsReadable ? Circuit : null);

    public ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping) => new(Circuit);

    public ValueTask<CircuitSnapshot?> ForceAsync(CircuitEvent.Force force, CancellationToken stopping)
    {
        Circuit = CircuitRules.Apply(Circuit, force, clock.GetUtcNow(), new CircuitSettings()).Snapshot;
        return new(Arrives ? Circuit : null);
    }
}
