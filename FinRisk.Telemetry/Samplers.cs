using FinRisk.Scoring.Telemetry;
using OpenTelemetry.Trace;

namespace FinRisk.Telemetry;

/// <summary>The samplers that OpenTelemetry's standard variables name.</summary>
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
/// Decides as another sampler does, but still records what that one drops, because nobody knows at a span's start whether it will
/// fail. What is only recorded is not exported, unless <see cref="FailureKeeper"/> says so at its end.
/// </summary>
internal sealed class RecordingSampler(Sampler inner) : Sampler
{
    private static readonly SamplingResult RecordOnly = new(SamplingDecision.RecordOnly);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var decided = inner.ShouldSample(samplingParameters);
        return decided.Decision == SamplingDecision.Drop ? RecordOnly : decided;
    }
}
