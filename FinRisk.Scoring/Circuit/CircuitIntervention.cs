namespace FinRisk.Scoring.Circuit;

/// <summary>What an operator did to the circuit by hand. Part of <see cref="CircuitSnapshot"/>, so members are only added, and as optional.</summary>
/// <param name="State">Where it was put: <see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.</param>
/// <param name="By">The operator's name.</param>
/// <param name="Reason">Why, in the operator's words; the endpoint refuses what looks like an applicant's data.</param>
/// <param name="At">When.</param>
/// <param name="Reference">Under what the audit log has it.</param>
public sealed record CircuitIntervention(CircuitState State, string By, string Reason, DateTimeOffset At, string Reference);
