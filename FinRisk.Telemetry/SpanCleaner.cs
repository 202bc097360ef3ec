using System.Diagnostics;
using FinRisk.Scoring.Telemetry;
using OpenTelemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// Takes from the framework's spans what a caller or a foreign library has written: a path may hold anything that somebody types,
/// a query a key, an exception's message what it was given. The route and
/// the error's type stay, and the route names the span.
/// </summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    private const string WebServer = "Microsoft.AspNetCore";

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == FinRiskActivity.SourceName)
            return;
        // The embedded simulator is a web server of the same process, and no part of the product.
        if (data.Source.Name == WebServer && data.GetTagItem("finrisk.correlation_id") is null)
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        if (data.Kind == ActivityKind.Server && data.GetTagItem("http.request.method") is string method)
        {
            var route = data.GetTagItem("http.route") as string;
            data.DisplayName = route is null ? method : $"{method} {route}";
            data.SetTag("url.path", route);
        }

        data.SetTag("url.query", null);
        data.SetTag("user_agent.original", null);
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
    }
}
