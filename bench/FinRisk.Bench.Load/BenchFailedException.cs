namespace FinRisk.Bench.Load;

/// <summary>The run cannot go on, and its message tells the person at the terminal why.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
