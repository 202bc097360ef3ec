using System.Diagnostics;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Telemetry;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>docs/telemetry.md: the span of a call, with OpenTelemetry's names.</summary>
public sealed class VendorCallSpanTests : IDisposable
{
    private const string TraceId = "3af7651916cd43dd8448eb211c80319e";

    private static readonly Uri Address = new("https://vendor.example:8443/v1/score");

    private readonly SpanRecorder _spans = new(TraceId);
    private readonly Activity _caller = new Activity("caller").SetParentId(
        ActivityTraceId.CreateFromString(TraceId), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();

    public void Dispose()
    {
        _caller.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public void A_score()
    {
        var span = End(span => VendorCallSpan.EndWithResponse(span, 200, AttemptStatus.Scored));
        Assert.Equal(
            ("POST /v1/score", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal(
            [
                ("finrisk.provider", "riskshield"), ("http.request.method", "POST"), ("server.address", "vendor.example"),
                ("server.port", 8443), ("url.full", "https://vendor.example:8443/v1/score"),
                ("http.response.status_code", 200),
            ],
            span.TagObjects.Select(tag => (tag.Key, tag.Value)));
    }

    /// <summary>Without a status of an error the kind of the failure says what was wrong.</summary>
    [Theory]
    [InlineData(200, AttemptStatus.InvalidResponse, "invalid-response")]
    [InlineData(399, AttemptStatus.InvalidResponse, "invalid-response")]
    [InlineData(400, AttemptStatus.Rejected, "400")]
    [InlineData(503, AttemptStatus.ServerError, "503")]
    public void A_response_without_a_score_is_an_error(int httpStatus, AttemptStatus status, string type)
    {
        var span = End(span => VendorCallSpan.EndWithResponse(span, httpStatus, status));
        Assert.Equal(
            (ActivityStatusCode.Error, httpStatus, type),
            (span.Status, span.GetTagItem("http.response.status_code"), span.GetTagItem("error.type")));
    }

    [Fact]
    public void A_call_without_a_response_is_an_error()
    {
        var span = End(span => VendorCallSpan.EndWithException(span, new OperationCanceledException()));
        Assert.Equal((ActivityStatusCode.Error, "timeout"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public void Where_nobody_traces_nothing_is_recorded()
    {
        VendorCallSpan.EndWithResponse(null, 200, AttemptStatus.Scored);
        VendorCallSpan.EndWithException(null, new OperationCanceledException());
        Assert.Empty(_spans.Ended);
    }

    private Activity End(Action<Activity?> end)
    {
        using (var span = VendorCallSpan.Start("riskshield", Address))
            end(span);
        return Assert.Single(_spans.Ended);
    }
}
