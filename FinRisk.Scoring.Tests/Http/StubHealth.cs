using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Storage and circuit in a given state; without storage the circuit cannot be read.</summary>
internal sealed class StubHealth(bool hasStorage, CircuitState state, CircuitState backupState = CircuitState.Closed)
    : IStorageProbe, ICircuitView
{
    public ValueTask<bool> IsUsableAsync(CancellationToken stopping) => new(hasStorage);

    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping) =>
        hasStorage
            ? new(new CircuitSnapshot { State = provider == ProviderName.RiskShield ? state : backupState })
            : throw new InvalidOperationException("There is no storage to read from.");
}
