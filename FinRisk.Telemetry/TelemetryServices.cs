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
/// Registers the export of traces, metrics and logs to Application Insights, to an OTLP endpoint, or to both, for every host.
/// </summary>
public static class TelemetryServices
{
    private const string ServiceName = "finrisk";

    /// <summary>
    /// The meter of the OpenTelemetry SDK, which counts the items that its bounded queues accepted and dropped.
    /// </summary>
    private const string SdkMeterName = "otel.sdk.experimental";

    /// <summary>Adds the telemetry that all hosts share; a host adds its own sources to the returned builder.</summary>
    public static IOpenTelemetryBuilder AddFinRiskTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        // The processors come before the exporters, which therefore see the marks and the sanitized spans.
        var telemetry = services.AddOpenTelemetry();
        telemetry.WithTracing(tracing => tracing
            .AddSource(FinRiskActivity.SourceName)
            .AddProcessor(new FailedTraceProcessor())
            .AddProcessor(new SpanSanitizer()));
        telemetry.WithMetrics(metrics => metrics.AddMeter(ScoringMetrics.MeterName, SdkMeterName));
        telemetry.WithLogging(logging => logging.AddProcessor<LogRecordSanitizer>(), log => log.IncludeFormattedMessage = true);
        services.Configure<LoggerFilterOptions>(Filter);
        services.AddSingleton<ScopeReader>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<ScopeReader>());
        services.AddSingleton<LogRecordSanitizer>();
        services.AddHostedService<DeliveryWatch>();

        if (settings.ApplicationInsights is { } connection)
            services.AddApplicationInsights(connection, settings);
        if (settings.OtlpEndpoint is not null)
            telemetry.AddOtlp();

        // After Application Insights, to replace its sampler and its resource detectors, which query the network.
        telemetry.WithTracing(tracing => tracing.SetSampler(new RecordingSampler(Samplers.Create(settings))));
        return telemetry.ConfigureResource(resource => resource
            .Clear()
            .AddTelemetrySdk()
            .AddService(ServiceName, serviceVersion: Version(), serviceInstanceId: Environment.MachineName)
            .AddEnvironmentVariableDetector());
    }

    /// <summary>
    /// Exports FinRisk's log events from level Information on, because the alerts count them, and those of the frameworks from
    /// level Warning on, to save cost.
    /// </summary>
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

            // Every log event is exported, because the alerts count them.
            options.EnableTraceBasedLogsSampler = false;

            // The sampler set above decides; this turns off the default limit of five traces a second.
            options.SamplingRatio = 1;
            options.TracesPerSecond = null;

            // The platform measures processor and memory, and the operations page shows live figures.
            options.EnablePerformanceCounterCollectionModule = false;
            options.EnableQuickPulseMetricStream = false;
        });
    }

    private static string? Version() =>
        typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
