namespace RiskShield.Simulator.Control;

/// <summary>The answer of <c>/control/faults</c>: steps left of every rule in force, null where a rule never runs out.</summary>
internal sealed record FaultsView(int?[] Remaining);
