using System.Runtime.CompilerServices;
using FinRisk.Scoring.Telemetry;
using FinRisk.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace FinRisk.Functions.Telemetry;

/// <summary>What the Functions worker adds to the shared telemetry: its invocations, as children of the host's spans.</summary>
internal static class FunctionsTelemetry
{
    /// <summary>
    /// Adds it where it is sent somewhere. A method of its own, never inlined: a worker without telemetry does not even load the
    /// libraries.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, TelemetrySettings settings) =>
        services.AddFinRiskTelemetry(settings)
            .UseFunctionsWorkerDefaults()

            // The calls to Durable's own service in the host: without them the orchestration would hang below spans that nobody
            // sent.
            .WithTracing(tracing => tracing.AddSource("Grpc.Net.Client", "System.Net.Http"));
}
