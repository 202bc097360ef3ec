namespace FinRisk.Scoring.Circuit;

/// <summary>What one event made of the circuit.</summary>
/// <param name="Snapshot">The new snapshot; the very same object where nothing changed, so that nothing need be stored.</param>
/// <param name="Decision">Whether calls pass now.</param>
/// <param name="Entered">The state that was entered by this event, if any: what operators are told.</param>
public sealed record CircuitTransition(CircuitSnapshot Snapshot, CircuitDecision Decision, CircuitState? Entered = null);
