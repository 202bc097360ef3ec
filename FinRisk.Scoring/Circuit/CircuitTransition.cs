namespace FinRisk.Scoring.Circuit;

/// <summary>The result of applying one event to the circuit (<see cref="CircuitRules.Apply"/>).</summary>
/// <param name="Snapshot">
/// The new snapshot; the same object as before where nothing changed, so that nothing need be stored.
/// </param>
/// <param name="Decision">Whether calls pass from now on.</param>
/// <param name="Entered">The state that this event entered, if it changed the state.</param>
public sealed record CircuitTransition(CircuitSnapshot Snapshot, CircuitDecision Decision, CircuitState? Entered = null);

/// <summary>The circuit's decision on a <see cref="CircuitEvent.Ask"/>, and the situation after a report.</summary>
/// <param name="Admitted">Whether a call may be made now.</param>
/// <param name="Generation">The generation that a call made now belongs to.</param>
/// <param name="IsProbe">Whether that call is the one probe of a half-open circuit.</param>
/// <param name="RetryAt">Where not admitted: the earliest time at which asking again makes sense.</param>
public sealed record CircuitDecision(bool Admitted, long Generation, bool IsProbe = false, DateTimeOffset? RetryAt = null);
