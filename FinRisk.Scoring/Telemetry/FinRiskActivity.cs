using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// Creates and tags the spans that FinRisk adds to a caller's trace: the validation, its attempts and the calls to the vendor.
/// Without a listener no span is created, and the caller's <c>traceparent</c> is sent to the vendor unchanged.
/// </summary>
public static class FinRiskActivity
{
    /// <summary>The name of the activity source, to which exporters subscribe.</summary>
    public const string SourceName = "FinRisk";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True if there is a listener, such as an exporter.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts the span of a call to another service. Returns null without a listener.</summary>
    internal static Activity? StartClient(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>
    /// Tags the request's span with its correlation id and, if it is the web server's span, with the route.
    /// </summary>
    internal static void SetRequestCorrelation(HttpContext http, string correlationId)
    {
        if (!Source.HasListeners() || Activity.Current is not { } span)
            return;
        span.SetTag("finrisk.correlation_id", correlationId);
        if (span.Kind == ActivityKind.Server && http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            span.SetTag("http.route", route);
    }

    /// <summary>Tags the web server's span with the response status.</summary>
    internal static void SetRequestResponse(int httpStatus)
    {
        if (!Source.HasListeners() || Activity.Current is not { Kind: ActivityKind.Server } span)
            return;
        span.SetTag("http.response.status_code", httpStatus);
        if (httpStatus >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Tags the request's span with the validation id.</summary>
    internal static void SetRequestValidation(string validationId)
    {
        if (Source.HasListeners())
            Activity.Current?.SetTag("finrisk.validation_id", validationId);
    }

    /// <summary>Tags the request's span with the problem code of the response.</summary>
    internal static void SetRequestProblem(string code, int httpStatus)
    {
        if (!Source.HasListeners() || Activity.Current is not { } span)
            return;
        span.SetTag("finrisk.problem", code);
        if (httpStatus >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>
    /// Starts a span of a validation. Its parent is the current span if that belongs to the validation's trace, otherwise the
    /// span of the request that started the validation. Returns null without a listener.
    /// </summary>
    internal static Activity? StartValidation(string name, string? traceParent, string validationId, string correlationId)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        if (Activity.Current is { } current && current.TraceId == parent.TraceId)
            parent = current.Context;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent);
        span?.SetTag("finrisk.validation_id", validationId);
        span?.SetTag("finrisk.correlation_id", correlationId);
        return span;
    }
}
