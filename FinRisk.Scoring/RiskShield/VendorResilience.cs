using Polly;
using Polly.Timeout;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// What surrounds each single call: the attempt's time-out. It begins when the call has its permit (<see cref="VendorPermits"/>):
/// waiting for that is not the vendor's fault. Retry and circuit are not here: they live in the workflow, because layers of
/// retries multiply.
/// </summary>
internal static class VendorResilience
{
    /// <summary>Builds the pipeline.</summary>
    public static ResiliencePipeline<VendorAnswer> Build(RiskShieldSettings settings, TimeProvider clock) =>
        new ResiliencePipelineBuilder<VendorAnswer> { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = settings.AttemptTimeout })
            .Build();
}
