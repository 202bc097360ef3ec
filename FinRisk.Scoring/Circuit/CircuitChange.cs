namespace FinRisk.Scoring.Circuit;

/// <summary>One change of the circuit's state, for the time line that operators see. Durable like <see cref="CircuitSnapshot"/>.</summary>
/// <param name="State">The state that was entered.</param>
/// <param name="At">When.</param>
/// <param name="By">The operator who did it by hand; null where the circuit did it itself.</param>
public sealed record CircuitChange(CircuitState State, DateTimeOffset At, string? By = null);
