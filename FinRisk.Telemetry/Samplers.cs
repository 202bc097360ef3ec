using FinRisk.Scoring.Telemetry;
using OpenTelemetry.Trace;

namespace FinRisk.Telemetry;

/// <summary>Creates the sampler that OpenTelemetry's standard environment variables select.</summary>
internal static class Samplers
{
    public static Sampler Create(TelemetrySettings settings) => settings.Sampler switch
    {
        TraceSampler.AlwaysOn => new AlwaysOnSampler(),
        TraceSampler.AlwaysOff => new AlwaysOffSampler(),
        TraceSampler.TraceIdRatio => new TraceIdRatioBasedSampler(settings.SamplingRatio),
        TraceSampler.ParentBasedAlwaysOff => new ParentBasedSampler(new AlwaysOffSampler()),
        TraceSampler.ParentBasedTraceIdRatio => new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.SamplingRatio)),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    };
}

/// <summary>
/// Decides like another sampler, but records the spans that the other one drops, because it is not known at the start of a span
/// whether it will fail. Such a span is exported only if <see cref="FailedTraceProcessor"/> marks it when it ends.
/// </summary>
internal sealed class RecordingSampler(Sampler inner) : Sampler
{
    private static readonly SamplingResult RecordOnly = new(SamplingDecision.RecordOnly);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var result = inner.ShouldSample(samplingParameters);
        return result.Decision == SamplingDecision.Drop ? RecordOnly : result;
    }
}
