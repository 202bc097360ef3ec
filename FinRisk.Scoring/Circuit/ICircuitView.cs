namespace FinRisk.Scoring.Circuit;

/// <summary>
/// A cheap, local view of the circuit for vendor attempts. A host may return a copy that is up to a second old: a refusal by such
/// a copy is still right, and an attempt that finds it not closed and not refusing asks the circuit itself.
/// </summary>
public interface ICircuitView
{
    /// <summary>The circuit as last read by this process.</summary>
    ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping);
}
