using OpenTelemetry.Trace;

namespace FinRisk.Telemetry;

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
