using System.Diagnostics;
using FinRisk.Scoring.Telemetry;
using OpenTelemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// Removes the texts of callers and libraries from the spans of the framework, because they may contain personal data or secrets:
/// the path, the query, the user agent, and the messages of exceptions. The route replaces the path and names the span.
/// Spans that must not be exported at all are marked as not recorded.
/// </summary>
internal sealed class SpanSanitizer : BaseProcessor<Activity>
{
    private const string WebServer = "Microsoft.AspNetCore";
    private const string AzureSdk = "Azure.";
    private const string HttpClient = "System.Net.Http";

    /// <summary>The path of the Durable Task service in the Functions host, which the worker calls.</summary>
    private const string DurableService = "/TaskHubSidecarService/";

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == FinRiskActivity.SourceName)
            return;
        if (!IsExported(data))
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
    /// False for requests without FinRisk's correlation id, which are those to the simulator in the same process; for the spans
    /// of the Azure SDK and of HTTP calls to storage and Key Vault, whose addresses contain applicant hashes; and for vendor
    /// calls, which have a span of FinRisk's. Of the HTTP client's spans only those to the Durable Task service are exported,
    /// because they connect the worker's spans with the orchestration's.
    /// </summary>
    private static bool IsExported(Activity span) => span.Source.Name switch
    {
        var name when name.StartsWith(AzureSdk, StringComparison.Ordinal) => false,
        WebServer => span.GetTagItem("finrisk.correlation_id") is not null,
        HttpClient => (span.GetTagItem("url.full") as string)?.Contains(DurableService, StringComparison.Ordinal) ?? false,
        _ => true,
    };
}
