namespace RiskShield.Simulator.Control;

/// <summary>The response of <c>GET /control/faults</c>.</summary>
/// <param name="Remaining">The number of steps left of every active rule; null for a rule without an end.</param>
internal sealed record FaultsView(int?[] Remaining);
