namespace RiskShield.Simulator.Control;

/// <summary>The response of <c>GET /control/stats</c>: counts since the last <c>DELETE /control</c>.</summary>
/// <param name="Calls">The number of calls received.</param>
/// <param name="Billed">The number of scores billed.</param>
/// <param name="InFlight">The number of calls in progress now.</param>
/// <param name="MaxInFlight">The maximum number of concurrent calls.</param>
internal sealed record StatsView(long Calls, long Billed, int InFlight, int MaxInFlight);
