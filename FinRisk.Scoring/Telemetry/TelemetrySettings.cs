namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// The destinations and the sampling of telemetry. The settings are the standard environment variables of Azure and
/// OpenTelemetry. The Functions host reads the same variables, so all spans of a trace have the same destination and sampling
/// decision.
/// </summary>
public sealed record TelemetrySettings
{
    /// <summary>
    /// Setting <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>; null: nothing is sent to Application Insights.
    /// </summary>
    public string? ApplicationInsights { get; init; }

    /// <summary>
    /// True if the setting <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> contains <c>Authorization=AAD</c>: telemetry is sent
    /// with a managed identity.
    /// </summary>
    public bool ByIdentity { get; init; }

    /// <summary>
    /// The <c>ClientId</c> in <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>: the client id of a user-assigned identity; null:
    /// the system-assigned identity.
    /// </summary>
    public string? IdentityClientId { get; init; }

    /// <summary>Setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; null: nothing is sent by OTLP.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Setting <c>OTEL_TRACES_SAMPLER</c>. Failures are exported even if the sampler drops their trace.</summary>
    public TraceSampler Sampler { get; init; }

    /// <summary>
    /// Setting <c>OTEL_TRACES_SAMPLER_ARG</c>: the ratio of the ratio-based samplers, 0 to 1. Default 1.
    /// </summary>
    public double SamplingRatio { get; init; } = 1;

    /// <summary>True if there is a destination. Otherwise the OpenTelemetry assemblies are not loaded.</summary>
    public bool IsOn => ApplicationInsights is not null || OtlpEndpoint is not null;
}
