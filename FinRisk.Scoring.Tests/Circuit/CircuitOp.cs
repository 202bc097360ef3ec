using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>One thing that happens in a random history.</summary>
/// <param name="Kind">What.</param>
/// <param name="Replica">Where.</param>
/// <param name="Pick">Which call it is about, where it is about one that was made before.</param>
/// <param name="Verdict">How the call went.</param>
/// <param name="Milliseconds">How much time passes.</param>
public sealed record CircuitOp(CircuitOpKind Kind, int Replica, int Pick, CircuitVerdict Verdict, int Milliseconds);
