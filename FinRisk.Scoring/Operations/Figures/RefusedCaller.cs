using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>A caller whose requests were refused for being too many.</summary>
/// <param name="Caller">The caller's name.</param>
/// <param name="LastHour">How many in the last hour.</param>
/// <param name="LastDay">How many in the last day.</param>
/// <param name="LastAt">When the last one was.</param>
internal sealed record RefusedCaller(string Caller, long LastHour, long LastDay, DateTime LastAt);
