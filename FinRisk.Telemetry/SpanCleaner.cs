using System.Diagnostics;
using FinRisk.Scoring.Telemetry;
using OpenTelemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// Takes from the framework's spans what a caller or a foreign library has written: a path may contain anything that somebody
/// types, a query a key, an exception's message what it was given. The route and the error's type stay, and the route names the
/// span.
/// </summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    private const string WebServer = "Microsoft.AspNetCore";
    private const string AzureSdk = "Azure.";
    private const string HttpClient = "System.Net.Http";

    /// <summary>Durable's service in the Functions host, which the worker calls.</summary>
    private const string DurableService = "/TaskHubSidecarService/";

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == FinRiskActivity.SourceName)
            return;
        if (!IsOurs(data))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

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
    /// <summary>
    /// A request without our correlation id went to the embedded simulator, a web server of the same process. Calls to storage
    /// and vault have applicants' look-up hashes in their addresses, and the vendor's has a span of ours: of the framework's
    /// only those are sent that tie the worker's part of a trace to Durable's.
    /// </summary>
    private static bool IsOurs(Activity span) => span.Source.Name switch
    {
        var name when name.StartsWith(AzureSdk, StringComparison.Ordinal) => false,
        WebServer => span.GetTagItem("finrisk.correlation_id") is not null,
        HttpClient => (span.GetTagItem("url.full") as string)?.Contains(DurableService, StringComparison.Ordinal) ?? false,
        _ => true,
    };
}
