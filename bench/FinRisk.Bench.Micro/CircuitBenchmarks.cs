using BenchmarkDotNet.Attributes;
using FinRisk.Scoring.Circuit;

namespace FinRisk.Bench.Micro;

/// <summary>The circuit's rules: a look while all is well, and a failure that is counted.</summary>
[MemoryDiagnoser]
public class CircuitBenchmarks
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly CircuitSettings _settings = new();
    private readonly CircuitEvent _ask = new CircuitEvent.Ask("attempt");
    private readonly CircuitEvent _failure = new CircuitEvent.Report("attempt", 0, CircuitVerdict.Failure);

    [Benchmark(Baseline = true)]
    public CircuitTransition AskWhileClosed() => CircuitRules.Apply(CircuitSnapshot.Initial, _ask, Now, _settings);

    [Benchmark]
    public CircuitTransition CountFailure() => CircuitRules.Apply(CircuitSnapshot.Initial, _failure, Now, _settings);
}
