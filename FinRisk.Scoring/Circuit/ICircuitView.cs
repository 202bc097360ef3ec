namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The circuit as a vendor attempt sees it: a look that costs nothing. A host may answer from a copy that is up to a second old;
/// what it refuses for that long it refuses rightly, and whoever else finds it not closed asks the circuit itself.
/// </summary>
public interface ICircuitView
{
    /// <summary>The circuit as last known here.</summary>
    ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping);
}
