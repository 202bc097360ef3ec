namespace FinRisk.Bench.Load.Processes;

/// <summary>The published settings that decide how fast a program runs and starts, and how much memory it takes.</summary>
internal sealed record RuntimeSettings(
    bool ServerGc, bool ConcurrentGc, bool TieredCompilation, bool TieredPgo, bool ReadyToRun);
