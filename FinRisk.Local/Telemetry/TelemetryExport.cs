using System.Runtime.CompilerServices;
using FinRisk.Scoring.Telemetry;
using FinRisk.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FinRisk.Local.Telemetry;

/// <summary>What this host adds to the shared telemetry: it is its own web server.</summary>
internal static class TelemetryExport
{
    /// <summary>
    /// The framework's switch for writing OpenTelemetry's attributes on its own spans, so that no library has to.
    /// </summary>
    private const string NoAttributes = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>
    /// Adds it where it is sent somewhere. A method of its own, never inlined: a host without telemetry does not even load the
    /// libraries.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, TelemetrySettings settings)
    {
        AppContext.SetSwitch(NoAttributes, false);
        services.AddFinRiskTelemetry(settings)
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore"))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting"));
    }
}
