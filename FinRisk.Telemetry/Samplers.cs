using FinRisk.Scoring.Telemetry;
using OpenTelemetry.Trace;

namespace FinRisk.Telemetry;

/// <summary>The samplers that OpenTelemetry's standard variables name.</summary>
internal static class Samplers
{
    public static Sampler Of(TelemetrySettings settings) => settings.Sampler switch
    {
        TraceSampler.AlwaysOn => new AlwaysOnSampler(),
        TraceSampler.AlwaysOff => new AlwaysOffSampler(),
        TraceSampler.TraceIdRatio => new TraceIdRatioBasedSampler(settings.SamplingRatio),
        TraceSampler.ParentBasedAlwaysOff => new ParentBasedSampler(new AlwaysOffSampler()),
        TraceSampler.ParentBasedTraceIdRatio => new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.SamplingRatio)),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    };
}
