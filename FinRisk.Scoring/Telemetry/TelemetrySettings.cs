namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// Where telemetry is sent, by the variables that Azure and OpenTelemetry have for it. The hosts' own processes around us read
/// the same ones, so a trace has one destination and one sampling decision.
/// </summary>
public sealed record TelemetrySettings
{
    /// <summary><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>; none: not there.</summary>
    public string? ApplicationInsights { get; init; }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> says <c>Authorization=AAD</c>: sent with a managed identity.
    /// </summary>
    public bool ByIdentity { get; init; }

    /// <summary>The <c>ClientId</c> in it: which user-assigned identity; none: the system-assigned one.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; none: not there.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary><c>OTEL_TRACES_SAMPLER</c>. Failures are kept whatever it says.</summary>
    public TraceSampler Sampler { get; init; }

    /// <summary><c>OTEL_TRACES_SAMPLER_ARG</c>, the share of the ratio samplers, 0 to 1. Default 1.</summary>
    public double SamplingRatio { get; init; } = 1;

    /// <summary>Whether anything is sent. Nothing of OpenTelemetry is loaded otherwise.</summary>
    public bool IsOn => ApplicationInsights is not null || OtlpEndpoint is not null;
}
