using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>Lets an operator open and close the circuit; a host knows where the circuit is.</summary>
public interface ICircuitControl
{
    /// <summary>
    /// Applies an intervention durably. Returns the circuit after it, or null where it is on its way and was not seen to arrive
    /// within a few seconds.
    /// </summary>
    ValueTask<CircuitSnapshot?> ForceAsync(CircuitEvent.Force force, CancellationToken stopping);
}
