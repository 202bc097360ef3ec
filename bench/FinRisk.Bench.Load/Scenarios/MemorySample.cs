namespace FinRisk.Bench.Load.Scenarios;

/// <summary>Memory in RAM (<c>VmRSS</c>) at a moment.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="Megabytes">Millions of bytes.</param>
internal readonly record struct MemorySample(TimeSpan At, double Megabytes);
