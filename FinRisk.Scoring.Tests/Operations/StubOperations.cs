using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>A host with a circuit in memory.</summary>
internal sealed class StubOperations(TimeProvider clock) : IOperationsView, ICircuitView, ICircuitControl
{
    public CircuitSnapshot Circuit { get; set; } = CircuitSnapshot.Initial;

    /// <summary>The circuit of any other provider than RiskShield.</summary>
    public CircuitSnapshot BackupCircuit { get; set; } = CircuitSnapshot.Initial;

    public IReadOnlyList<WaitingRetry> Waiting { get; set; } = [];

    /// <summary>Whether an order is seen to arrive.</summary>
    public bool Arrives { get; set; } = true;

    public HostDescription Host { get; } = new("stub", "some", "all", "/durable/{validationId}");

    public ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping) =>
        new(new UnfinishedValidations(Waiting.Count + 2, Complete: false, clock.GetUtcNow(), Waiting));

    /// <summary>What a search among the unfinished finds.</summary>
    public FoundUnfinished Unfinished { get; set; } = new([], Complete: true);

    public ValueTask<FoundUnfinished> FindUnfinishedAsync(string correlationId, CancellationToken stopping) => new(Unfinished);

    /// <summary>Whether the circuit can be read.</summary>
    public bool IsReadable { get; set; } = true;

    public ValueTask<CircuitSnapshot?> ReadCircuitAsync(string provider, CancellationToken stopping) =>
        new(!IsReadable ? null : provider == ProviderName.RiskShield ? Circuit : BackupCircuit);

    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping) => new(Circuit);

    public ValueTask<CircuitSnapshot?> ForceAsync(string provider, CircuitEvent.Force force, CancellationToken stopping)
    {
        Circuit = CircuitRules.Apply(Circuit, force, clock.GetUtcNow(), new CircuitSettings()).Snapshot;
        return new(Arrives ? Circuit : null);
    }
}
