namespace FinRisk.Scoring.Circuit;

/// <summary>The result of applying one event to the circuit (<see cref="CircuitRules.Apply"/>).</summary>
/// <param name="Snapshot">
/// The new snapshot. The same object as before if nothing changed, so that a host can skip the write.
/// </param>
/// <param name="Decision">Whether calls are admitted after the event.</param>
/// <param name="Entered">The state that the event entered; null if the state did not change.</param>
/// <param name="IsForced">
/// True if the event was an operator's intervention and took effect, also where the circuit was in that state before.
/// </param>
public sealed record CircuitTransition(
    CircuitSnapshot Snapshot, CircuitDecision Decision, CircuitState? Entered = null, bool IsForced = false);

/// <summary>
/// Whether the circuit admits a call. After <see cref="CircuitEvent.Ask"/> this is the decision for the attempt that asked; after
/// other events it applies to any attempt.
/// </summary>
/// <param name="Admitted">True if a call may be made now.</param>
/// <param name="Generation">The circuit's generation, which the report of a call made now must carry.</param>
/// <param name="IsProbe">True if the call is the one probe of a half-open circuit.</param>
/// <param name="RetryAt">If not admitted: the earliest time at which the attempt should ask again.</param>
public sealed record CircuitDecision(bool Admitted, long Generation, bool IsProbe = false, DateTimeOffset? RetryAt = null);
