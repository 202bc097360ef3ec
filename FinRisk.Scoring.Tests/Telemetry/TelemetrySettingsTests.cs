using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Tests.Settings;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Where telemetry is sent, in the words of Azure and OpenTelemetry.</summary>
public sealed class TelemetrySettingsTests
{
    [Fact]
    public void Nothing_is_sent_unless_somebody_says_where()
    {
        Assert.False(Configured.Read().Telemetry.IsOn);
        Assert.False(Configured.Read(("OTEL_EXPORTER_OTLP_ENDPOINT", ""), ("OTEL_TRACES_SAMPLER", "always_on")).Telemetry.IsOn);
        Assert.True(Configured.Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector")).Telemetry.IsOn);
        Assert.True(
            Configured.Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey={Guid.Empty}")).Telemetry.IsOn);
    }

    [Theory]
    [InlineData("parentbased_always_on", TraceSampler.ParentBasedAlwaysOn)]
    [InlineData("parentbased_always_off", TraceSampler.ParentBasedAlwaysOff)]
    [InlineData("parentbased_traceidratio", TraceSampler.ParentBasedTraceIdRatio)]
    [InlineData("always_on", TraceSampler.AlwaysOn)]
    [InlineData("always_off", TraceSampler.AlwaysOff)]
    [InlineData("traceidratio", TraceSampler.TraceIdRatio)]
    [InlineData("microsoft.fixed_percentage", TraceSampler.ParentBasedTraceIdRatio)]
    public void The_samplers_of_the_standard_and_of_Azure_are_known(string name, TraceSampler expected) =>
        Assert.Equal(expected, Configured.Read(("OTEL_TRACES_SAMPLER", name)).Telemetry.Sampler);

    [Theory]
    [InlineData("Authorization=AAD", true, null)]
    [InlineData("authorization=aad;clientid=c-1", true, "c-1")]
    [InlineData("Authorization=Other;ClientId=c-1", false, "c-1")]
    [InlineData("nonsense", false, null)]
    public void The_identity_is_read_as_the_functions_host_reads_it(string text, bool byIdentity, string? clientId)
    {
        var telemetry = Configured.Read(("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", text)).Telemetry;
        Assert.Equal((byIdentity, clientId), (telemetry.ByIdentity, telemetry.IdentityClientId));
    }

    [Fact]
    public void A_connection_string_is_never_repeated() => Assert.DoesNotContain(
        "secret", Assert.Single(Configured.ErrorsOf(("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=secret"))),
        StringComparison.Ordinal);
}
