using System.Globalization;
using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Telemetry;

/// <summary>Reads and checks <see cref="TelemetrySettings"/>.</summary>
internal static class TelemetrySettingsReader
{
    private const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>
    /// What Azure Monitor's exporter in the Functions host calls a share; the host then decides for both processes.
    /// </summary>
    private const string AzureShare = "microsoft.fixed_percentage";

    public static TelemetrySettings Read(SettingsReader reader)
    {
        var identity = Parts(reader.Text(Authentication));
        return new TelemetrySettings
        {
            ApplicationInsights = ReadConnection(reader),
            ByIdentity = string.Equals(identity.GetValueOrDefault("Authorization"), "AAD", StringComparison.OrdinalIgnoreCase),
            IdentityClientId = identity.GetValueOrDefault("ClientId"),
            OtlpEndpoint = reader.Address(
                OtlpEndpoint,
                address => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps,
                "an http or https address, such as http://localhost:4317"),
            Sampler = ReadSampler(reader),
            SamplingRatio = ReadRatio(reader),
        };
    }

    private static string? ReadConnection(SettingsReader reader)
    {
        var connection = reader.Text(ApplicationInsights);
        reader.Require(
            connection is null || Guid.TryParse(Parts(connection).GetValueOrDefault("InstrumentationKey"), out _),
            $"{ApplicationInsights}: the value is no connection string; copy it from the Application Insights resource, it begins with InstrumentationKey=.");
        return connection;
    }

    private static TraceSampler ReadSampler(SettingsReader reader)
    {
        switch (reader.Text(Sampler))
        {
            case null or "parentbased_always_on":
                return TraceSampler.ParentBasedAlwaysOn;
            case "parentbased_always_off":
                return TraceSampler.ParentBasedAlwaysOff;
            case "parentbased_traceidratio":
            case AzureShare:
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
                    $"{Sampler}: '{other}' is not known; allowed parentbased_always_on, parentbased_always_off, parentbased_traceidratio, always_on, always_off, traceidratio and microsoft.fixed_percentage, default parentbased_always_on.");
                return TraceSampler.ParentBasedAlwaysOn;
        }
    }

    private static double ReadRatio(SettingsReader reader)
    {
        if (reader.Text(SamplerArgument) is not { } text)
            return 1;
        var isRatio = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            && ratio <= 1;
        reader.Require(isRatio, $"{SamplerArgument}: '{text}' is not a share; allowed 0 to 1, default 1.");
        return isRatio ? ratio : 1;
    }

    /// <summary>The parts of a text such as <c>Authorization=AAD;ClientId=…</c>.</summary>
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
