using System.Diagnostics;
using System.Globalization;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
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

    /// <summary>Starts the span of a validation's run, for a host whose workflow has none of its own.</summary>
    public static Activity? StartValidation(ValidationInput input) => Start("validation", input);

    /// <summary>Says on its span how the validation ended.</summary>
    public static void EndValidation(Activity? span, ValidationOutcome outcome)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.outcome", OutcomeNames.Of(outcome));
        span.SetTag("finrisk.attempts", outcome.Attempts);
        if (outcome.Failure is not null)
            span.SetStatus(ActivityStatusCode.Error, OutcomeNames.Of(outcome));
    }

    /// <summary>Starts the span of one attempt, however long ago and on whatever machine its validation began.</summary>
    internal static Activity? StartAttempt(ValidationInput input, int attempt)
    {
        var span = Start("riskshield.attempt", input);
        span?.SetTag("finrisk.attempt", attempt);
        return span;
    }

    /// <summary>Says on its span how the attempt ended.</summary>
    internal static void EndAttempt(Activity? span, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.attempt.status", status.ToString());
        if (status != AttemptStatus.Scored)
            span.SetStatus(ActivityStatusCode.Error, status.ToString());
    }

    /// <summary>Starts the span of one HTTP call, in the terms of OpenTelemetry; the vendor's address holds no path of ours and no query.</summary>
    internal static Activity? StartCall(Uri address)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity("POST " + address.AbsolutePath, ActivityKind.Client);
        span?.SetTag("http.request.method", "POST");
        span?.SetTag("server.address", address.Host);
        span?.SetTag("server.port", address.Port);
        span?.SetTag("url.full", address.AbsoluteUri);
        return span;
    }

    /// <summary>Says on its span what the vendor answered.</summary>
    internal static void EndCall(Activity? span, int httpStatus, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("http.response.status_code", httpStatus);
        if (status == AttemptStatus.Scored)
            return;
        span.SetTag("error.type", httpStatus >= 400 ? httpStatus.ToString(CultureInfo.InvariantCulture) : status.ToString());
        span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Says on its span that no answer came. Always false: a filter that sees the exception and lets it pass.</summary>
    internal static bool BreakCall(Activity? span, Exception fault)
    {
        span?.SetTag("error.type", fault.GetType().FullName);
        span?.SetStatus(ActivityStatusCode.Error);
        return false;
    }

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

    /// <summary>Below what runs here already, where that is of the validation's trace; else below the request that started it.</summary>
    private static Activity? Start(string name, ValidationInput input)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(input.TraceParent, null, isRemote: true, out var parent);
        if (Activity.Current is { } current && current.TraceId == parent.TraceId)
            parent = current.Context;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent);
        span?.SetTag("finrisk.validation_id", input.ValidationId);
        span?.SetTag("finrisk.correlation_id", input.CorrelationId);
        return span;
    }
}
