using System.Diagnostics;
using FinRisk.Scoring.Tests.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>The span of a validation on the local host; those of attempts are in <see cref="VendorAttemptTests"/>.</summary>
public sealed class ValidationSpansTests : IDisposable
{
    private const string TraceId = "1af7651916cd43dd8448eb211c80319d";

    private readonly SpanRecorder _spans = new(TraceId);

    public void Dispose() => _spans.Dispose();

    [Theory]
    [InlineData(null, "scored", ActivityStatusCode.Unset)]
    [InlineData(FailureCode.VendorTimeout, "vendor-timeout", ActivityStatusCode.Error)]
    public void It_says_how_the_validation_ended(FailureCode? failure, string outcome, ActivityStatusCode status)
    {
        using (var span = ValidationSpans.StartValidation(Sample.Input(traceParent: $"00-{TraceId}-b7ad6b7169203331-01")))
            ValidationSpans.EndValidation(span, new ValidationOutcome(3, Sample.Start, Failure: failure));
        var ended = Assert.Single(_spans.Ended);
        Assert.Equal(
            ("validation", status, failure is null ? null : outcome), (ended.DisplayName, ended.Status, ended.StatusDescription));
        Assert.Equal((outcome, 3), (ended.GetTagItem("finrisk.outcome"), ended.GetTagItem("finrisk.attempts")));
    }

    [Fact]
    public void Where_nobody_traces_there_is_none()
    {
        var input = Sample.Input(traceParent: "00-2af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-01");
        var span = ValidationSpans.StartValidation(input);
        Assert.Null(span);
        ValidationSpans.EndValidation(span, new ValidationOutcome(3, Sample.Start));
        Assert.Empty(_spans.Ended);
    }
}
