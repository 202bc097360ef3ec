using System.Runtime.CompilerServices;
using FinRisk.Scoring.Telemetry;
using FinRisk.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace FinRisk.Functions.Telemetry;

/// <summary>Adds the spans of the Functions worker to the shared telemetry, as children of the host's spans.</summary>
internal static class FunctionsTelemetry
{
    /// <summary>
    /// Registers telemetry. Call it only if telemetry is on. The method is never inlined, so that a worker without telemetry does
    /// not load the OpenTelemetry assemblies.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, TelemetrySettings settings) =>
        services.AddFinRiskTelemetry(settings)
            .UseFunctionsWorkerDefaults()

            // The spans of the calls to Durable's gRPC service in the host are parents of the orchestration's spans. Without
            // these sources they would be missing from the trace.
            .WithTracing(tracing => tracing.AddSource("Grpc.Net.Client", "System.Net.Http"));
}
