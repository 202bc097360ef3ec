using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>
/// Opens and closes a provider's circuit for an operator. Implemented by each host (durable entity, SQLite row).
/// </summary>
public interface ICircuitControl
{
    /// <summary>
    /// Applies an intervention durably. Returns the circuit after the intervention; null if the intervention was sent but not
    /// confirmed within a few seconds.
    /// </summary>
    /// <param name="provider">The name of the provider whose circuit is meant.</param>
    /// <param name="force">The intervention.</param>
    /// <param name="stopping">Cancels the wait for the confirmation.</param>
    /// <exception cref="StorageUnavailableException">The Functions host could not send the intervention.</exception>
    ValueTask<CircuitSnapshot?> ForceAsync(string provider, CircuitEvent.Force force, CancellationToken stopping);
}
