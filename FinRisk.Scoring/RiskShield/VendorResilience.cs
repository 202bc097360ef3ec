using System.Threading.RateLimiting;
using Polly;
using Polly.RateLimiting;
using Polly.Timeout;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// What surrounds each single call: the limit on calls in flight, the limit on calls per second, and the attempt's time-out.
/// Retry and circuit are not here: they live in the workflow, because layers of retries multiply.
/// </summary>
internal static class VendorResilience
{
    /// <summary>Builds the pipeline. The time-out is innermost: waiting for a free place is not the vendor's fault.</summary>
    public static ResiliencePipeline<VendorAnswer> Build(RiskShieldSettings settings, TimeProvider clock)
    {
        var pipeline = new ResiliencePipelineBuilder<VendorAnswer> { TimeProvider = clock }
            .AddConcurrencyLimiter(settings.MaxConcurrentCalls, queueLimit: int.MaxValue);
        if (settings.MaxCallsPerSecond is { } perSecond)
            pipeline.AddRateLimiter(PerSecond(perSecond));
        return pipeline.AddTimeout(new TimeoutStrategyOptions { Timeout = settings.AttemptTimeout }).Build();
    }

    /// <summary>Counts over a sliding second in tenths, so that no second of any phase sees more calls than were paid for.</summary>
    private static SlidingWindowRateLimiter PerSecond(int calls) => new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = calls,
        Window = TimeSpan.FromSeconds(1),
        SegmentsPerWindow = 10,
        QueueLimit = int.MaxValue,
    });
}
