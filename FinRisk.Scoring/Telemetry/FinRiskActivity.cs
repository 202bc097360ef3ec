using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// The spans that FinRisk adds to a caller's trace: the validation, its attempts, the calls to the vendor. Where nobody listens
/// nothing is made, and the caller's <c>traceparent</c> goes to the vendor as it came.
/// </summary>
public static class FinRiskActivity
{
    /// <summary>The name of the activity source; exporters subscribe to it.</summary>
    public const string SourceName = "FinRisk";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts the span of a call to another service; null where nobody listens.</summary>
    internal static Activity? StartClient(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>The request's span gets its correlation id, and its route where it is the web server's own span.</summary>
    internal static void CorrelateRequest(HttpContext http, string correlationId)
    {
        if (!Source.HasListeners() || Activity.Current is not { } span)
            return;
        span.SetTag("finrisk.correlation_id", correlationId);
        if (span.Kind == ActivityKind.Server && http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            span.SetTag("http.route", route);
    }

    /// <summary>The web server's span says how the request was answered.</summary>
    internal static void AnswerRequest(int httpStatus)
    {
        if (!Source.HasListeners() || Activity.Current is not { Kind: ActivityKind.Server } span)
            return;
        span.SetTag("http.response.status_code", httpStatus);
        if (httpStatus >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The request's span says which validation it is about.</summary>
    internal static void NameRequest(string validationId)
    {
        if (Source.HasListeners())
            Activity.Current?.SetTag("finrisk.validation_id", validationId);
    }

    /// <summary>The request's span says which problem the answer is.</summary>
    internal static void RefuseRequest(string code, int httpStatus)
    {
        if (!Source.HasListeners() || Activity.Current is not { } span)
            return;
        span.SetTag("finrisk.problem", code);
        if (httpStatus >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>
    /// Starts a span of a validation, below what runs here already where that is of the validation's trace; else below the
    /// request that started it.
    /// </summary>
    internal static Activity? StartOf(string name, string? traceParent, string validationId, string correlationId)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        if (Activity.Current is { } current && current.TraceId == parent.TraceId)
            parent = current.Context;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent);
        span?.SetTag("finrisk.validation_id", validationId);
        span?.SetTag("finrisk.correlation_id", correlationId);
        return span;
    }
}
