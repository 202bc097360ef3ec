using System.Globalization;
using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Telemetry;

/// <summary>Reads and validates <see cref="TelemetrySettings"/>.</summary>
internal static class TelemetrySettingsReader
{
    private const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>
    /// The name of the ratio-based sampler in the Functions host's Azure Monitor exporter. The worker then follows the host's
    /// sampling decision.
    /// </summary>
    private const string AzureSampler = "microsoft.fixed_percentage";

    private const string Samplers =
        "parentbased_always_on, parentbased_always_off, parentbased_traceidratio, always_on, always_off, traceidratio and "
        + AzureSampler;

    public static TelemetrySettings Read(SettingsReader reader)
    {
        var identity = Parts(reader.ReadString(
            Authentication, "Authorization=AAD: by identity; with ;ClientId={id} by a user-assigned one"));
        return new TelemetrySettings
        {
            ApplicationInsights = ReadConnection(reader),
            ByIdentity = string.Equals(identity.GetValueOrDefault("Authorization"), "AAD", StringComparison.OrdinalIgnoreCase),
            IdentityClientId = identity.GetValueOrDefault("ClientId"),
            OtlpEndpoint = reader.ReadUri(
                OtlpEndpoint,
                address => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps,
                "an http or https address, such as http://localhost:4317"),
            Sampler = ReadSampler(reader),
            SamplingRatio = ReadRatio(reader),
        };
    }

    private static string? ReadConnection(SettingsReader reader)
    {
        var connection = reader.ReadString(ApplicationInsights, "a connection string, InstrumentationKey={id};…");
        reader.Require(
            connection is null || Guid.TryParse(Parts(connection).GetValueOrDefault("InstrumentationKey"), out _),
            $"{ApplicationInsights}: the value is no connection string; "
            + "copy it from the Application Insights resource, it begins with InstrumentationKey=.");
        return connection;
    }

    private static TraceSampler ReadSampler(SettingsReader reader)
    {
        switch (reader.ReadString(Sampler, Samplers, "parentbased_always_on"))
        {
            case null or "parentbased_always_on":
                return TraceSampler.ParentBasedAlwaysOn;
            case "parentbased_always_off":
                return TraceSampler.ParentBasedAlwaysOff;
            case "parentbased_traceidratio":
            case AzureSampler:
                return TraceSampler.ParentBasedTraceIdRatio;
            case "always_on":
                return TraceSampler.AlwaysOn;
            case "always_off":
                return TraceSampler.AlwaysOff;
            case "traceidratio":
                return TraceSampler.TraceIdRatio;
            case var other:
                reader.Require(
                    met: false,
                    $"{Sampler}: '{other}' is not known; allowed {Samplers}, default parentbased_always_on.");
                return TraceSampler.ParentBasedAlwaysOn;
        }
    }

    private static double ReadRatio(SettingsReader reader)
    {
        if (reader.ReadString(SamplerArgument, "0 to 1", "1") is not { } text)
            return 1;
        var isRatio = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            && ratio <= 1;
        reader.Require(isRatio, $"{SamplerArgument}: '{text}' is not a share; allowed 0 to 1, default 1.");
        return isRatio ? ratio : 1;
    }

    /// <summary>Parses a text such as <c>Authorization=AAD;ClientId=…</c> into names and values.</summary>
    private static Dictionary<string, string> Parts(string? text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is [var name, { Length: > 0 } value])
                parts[name] = value;
        }

        return parts;
    }
}
