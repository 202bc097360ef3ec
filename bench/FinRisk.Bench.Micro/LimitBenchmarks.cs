using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using FinRisk.Scoring.Limits;
using Lease = FinRisk.Scoring.Limits.RateLimitLease;

namespace FinRisk.Bench.Micro;

/// <summary>One caller's window beside the framework's, while it lets pass and while it refuses (decision 0005).</summary>
[MemoryDiagnoser]
public class LimitBenchmarks : IDisposable
{
    private const int Permits = 100;

    private readonly SlidingWindow _passing = new(TimeSpan.FromSeconds(60));
    private readonly SlidingWindow _full = new(TimeSpan.FromSeconds(60));
    private readonly SlidingWindowRateLimiter _framework = new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = Permits,
        Window = TimeSpan.FromSeconds(60),
        SegmentsPerWindow = 60,
        AutoReplenishment = false,
    });

    private long _now;

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Permits; i++)
        {
            _full.Acquire(0, Permits);
            _framework.AttemptAcquire().Dispose();
        }
    }

    /// <summary>Each request comes when the hundredth before it leaves the window.</summary>
    [Benchmark(Baseline = true)]
    public Lease Passes() => _passing.Acquire(_now += TimeSpan.TicksPerMinute / Permits, Permits);

    [Benchmark]
    public Lease Refuses() => _full.Acquire(1, Permits);

    [Benchmark]
    public bool FrameworkRefuses()
    {
        using var lease = _framework.AttemptAcquire();
        return lease.IsAcquired;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _framework.Dispose();
        GC.SuppressFinalize(this);
    }
}
