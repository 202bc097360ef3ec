namespace RiskShield.Simulator.Control;

/// <summary>The answer of <c>GET /control/stats</c>, counted since the last <c>DELETE /control</c>.</summary>
internal sealed record StatsView(long Calls, long Billed, int InFlight, int MaxInFlight);
