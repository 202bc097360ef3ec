using System.Diagnostics;
using System.Globalization;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Scoring.Providers;

/// <summary>The trace span of one HTTP call to a provider, with OpenTelemetry's attribute names (docs/telemetry.md).</summary>
internal static class VendorCallSpan
{
    /// <summary>
    /// Starts the span; returns null if no one listens. The full address is safe to record, because it contains no applicant data
    /// and no query.
    /// </summary>
    public static Activity? Start(string provider, Uri address)
    {
        if (!FinRiskActivity.IsOn)
            return null;
        var span = FinRiskActivity.StartClient("POST " + address.AbsolutePath);
        span?.SetTag("finrisk.provider", provider);
        span?.SetTag("http.request.method", "POST");
        span?.SetTag("server.address", address.Host);
        span?.SetTag("server.port", address.Port);
        span?.SetTag("url.full", address.AbsoluteUri);
        return span;
    }

    /// <summary>Records on the span how the provider responded. A response without a score is an error.</summary>
    public static void EndWithResponse(Activity? span, int httpStatus, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("http.response.status_code", httpStatus);
        if (status == AttemptStatus.Scored)
            return;
        span.SetTag("error.type", httpStatus >= 400 ? httpStatus.ToString(CultureInfo.InvariantCulture) : status.ToWire());
        span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Marks the span as failed without a response, with the kind of the exception.</summary>
    public static void EndWithException(Activity? span, Exception exception)
    {
        span?.SetTag("error.type", VendorFault.ErrorType(exception));
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
