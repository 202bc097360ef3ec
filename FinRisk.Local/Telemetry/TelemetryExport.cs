using System.Runtime.CompilerServices;
using FinRisk.Scoring.Telemetry;
using FinRisk.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FinRisk.Local.Telemetry;

/// <summary>Adds the telemetry that all hosts share, and that of this host's web server.</summary>
internal static class TelemetryExport
{
    /// <summary>
    /// The switch that keeps ASP.NET Core from setting OpenTelemetry's standard attributes on its spans. It is turned off here,
    /// so that no instrumentation library is needed.
    /// </summary>
    private const string SuppressAttributes = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>
    /// Adds the telemetry. Never inlined, so that a host without telemetry does not load the OpenTelemetry assemblies.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, TelemetrySettings settings)
    {
        AppContext.SetSwitch(SuppressAttributes, false);
        services.AddFinRiskTelemetry(settings)
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore"))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting"));
    }
}
