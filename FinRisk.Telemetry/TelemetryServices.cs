using System.Reflection;
using FinRisk.Scoring.Telemetry;
using Microsoft.ApplicationInsights.WorkerService;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FinRisk.Telemetry;

/// <summary>
/// Sends traces, metrics and logs to Application Insights, to an OTLP endpoint, or to both. The same in every host.
/// </summary>
public static class TelemetryServices
{
    private const string ServiceName = "finrisk";

    /// <summary>The SDK's own count of what its bounded queues took and dropped.</summary>
    private const string SdkMeterName = "otel.sdk.experimental";

    /// <summary>Adds it; a host adds the sources that only it has.</summary>
    public static IOpenTelemetryBuilder AddFinRiskTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        // Before any exporter, so that a failure is marked as worth exporting when the exporters read it.
        var telemetry = services.AddOpenTelemetry();
        telemetry.WithTracing(tracing => tracing
            .AddSource(FinRiskActivity.SourceName)
            .AddProcessor(new FailureKeeper())
            .AddProcessor(new SpanCleaner()));
        telemetry.WithMetrics(metrics => metrics.AddMeter(ScoringMetrics.MeterName, SdkMeterName));
        telemetry.WithLogging(logging => logging.AddProcessor<LogCleaner>(), log => log.IncludeFormattedMessage = true);
        services.Configure<LoggerFilterOptions>(Filter);
        services.AddSingleton<ScopeReader>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<ScopeReader>());
        services.AddSingleton<LogCleaner>();
        services.AddHostedService<DeliveryWatch>();

        if (settings.ApplicationInsights is { } connection)
            services.AddApplicationInsights(connection, settings);
        if (settings.OtlpEndpoint is not null)
            telemetry.AddOtlp();

        // After Application Insights, which brings a sampler of its own, and detectors that ask the network what machine this is.
        telemetry.WithTracing(tracing => tracing.SetSampler(new RecordingSampler(Samplers.Create(settings))));
        return telemetry.ConfigureResource(resource => resource
            .Clear()
            .AddTelemetrySdk()
            .AddService(ServiceName, serviceVersion: Version(), serviceInstanceId: Environment.MachineName)
            .AddEnvironmentVariableDetector());
    }

    /// <summary>The alerts count our events, whatever else is logged; the frameworks' chatter is nobody's to pay for.</summary>
    private static void Filter(LoggerFilterOptions levels)
    {
        levels.AddFilter<OpenTelemetryLoggerProvider>("FinRisk", LogLevel.Information);
        foreach (var framework in (string[])["Microsoft", "System", "Azure", "Grpc", "DurableTask"])
            levels.AddFilter<OpenTelemetryLoggerProvider>(framework, LogLevel.Warning);
    }

    private static void AddOtlp(this IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(tracing => tracing.AddOtlpExporter())
        .WithMetrics(metrics => metrics.AddOtlpExporter())
        .WithLogging(logging => logging.AddOtlpExporter());

    private static void AddApplicationInsights(this IServiceCollection services, string connection, TelemetrySettings settings)
    {
        services.AddApplicationInsightsTelemetryWorkerService((ApplicationInsightsServiceOptions options) =>
        {
            options.ConnectionString = connection;
            options.Credential = AzureCredential.Create(settings);

            // Every log line is worth keeping: the alerts count them.
            options.EnableTraceBasedLogsSampler = false;

            // Sampling is ours (above): no limit of five traces a second.
            options.SamplingRatio = 1;
            options.TracesPerSecond = null;

            // The platform measures processor and memory; operators have their own page instead of a live stream.
            options.EnablePerformanceCounterCollectionModule = false;
            options.EnableQuickPulseMetricStream = false;
        });
    }

    private static string? Version() =>
        typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
