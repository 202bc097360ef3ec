using System.Diagnostics;
using System.Globalization;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Scoring.RiskShield;

/// <summary>The span of one HTTP call to the vendor.</summary>
internal static class VendorCallSpan
{
    /// <summary>
    /// Starts the span of one HTTP call, in the terms of OpenTelemetry; the vendor's address holds no path of ours and no
    /// query.
    /// </summary>
    public static Activity? Start(Uri address)
    {
        if (!FinRiskActivity.IsOn)
            return null;
        var span = FinRiskActivity.StartClient("POST " + address.AbsolutePath);
        span?.SetTag("http.request.method", "POST");
        span?.SetTag("server.address", address.Host);
        span?.SetTag("server.port", address.Port);
        span?.SetTag("url.full", address.AbsoluteUri);
        return span;
    }

    /// <summary>Says on its span how the vendor responded.</summary>
    public static void End(Activity? span, int httpStatus, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("http.response.status_code", httpStatus);
        if (status == AttemptStatus.Scored)
            return;
        span.SetTag("error.type", httpStatus >= 400 ? httpStatus.ToString(CultureInfo.InvariantCulture) : status.ToString());
        span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Says on its span that no response came, and of what kind the fault was.</summary>
    public static void Break(Activity? span, Exception fault)
    {
        span?.SetTag("error.type", VendorFault.ErrorType(fault));
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
