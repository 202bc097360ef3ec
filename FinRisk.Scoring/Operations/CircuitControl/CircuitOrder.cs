using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>What an operator asks of the circuit.</summary>
/// <param name="State">Open or closed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Minutes">For how long it is held open; null: until it is closed by hand.</param>
internal sealed record CircuitOrder(CircuitState State, string Reason, int? Minutes);
