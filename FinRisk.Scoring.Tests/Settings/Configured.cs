using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Tests.Settings;

/// <summary>Reads settings from a list of pairs.</summary>
internal static class Configured
{
    /// <summary>Every setting but the key, with an allowed value that is not its default.</summary>
    public static IReadOnlyDictionary<string, string> EverySetting { get; } = new Dictionary<string, string>
    {
        ["RiskShield:BaseUrl"] = "https://vendor.example",
        ["RiskShield:Proxy"] = "http://proxy.example:3128",
        ["RiskShield:CandidatePath"] = "/v2/score",
        ["RiskShield:ApiKeySecretUri"] = "https://vault.example/secrets/riskshield",
        ["RiskShield:ConnectTimeout"] = "00:00:00.1",
        ["RiskShield:AttemptTimeout"] = "00:01:00",
        ["RiskShield:MaxConcurrentCalls"] = "1",
        ["RiskShield:MaxCallsPerSecond"] = "7",
        ["RiskShield:MaxQueueTime"] = "00:00:00",
        ["Backup:BaseUrl"] = "https://backup.example",
        ["Backup:Name"] = "second-1",
        ["Backup:Proxy"] = "http://proxy.example:3129",
        ["Backup:ApiKeySecretUri"] = "https://vault.example/secrets/backup",
        ["Backup:ConnectTimeout"] = "00:00:01",
        ["Backup:AttemptTimeout"] = "00:00:02",
        ["Backup:MaxConcurrentCalls"] = "3",
        ["Backup:MaxCallsPerSecond"] = "4",
        ["Backup:MaxQueueTime"] = "00:00:05",
        ["Backup:Bands"] = "LOW=850, MEDIUM=302, HIGH=301",
        ["Retry:MaxAttempts"] = "10",
        ["Retry:FirstDelay"] = "00:00:00.001",
        ["Retry:MaxDelay"] = "01:00:00",
        ["Retry:MaxRetryAfter"] = "00:00:00",
        ["Circuit:FailureThreshold"] = "1",
        ["Circuit:BreakDuration"] = "1.00:00:00",
        ["Circuit:ProbeLease"] = "00:01:01",
        ["Validation:SyncWait"] = "00:00:00",
        ["Validation:StrictIdNumber"] = "false",
        ["Validation:KeepFor"] = "2.00:00:00",
        ["Validation:Deadline"] = "7.00:00:00",
        ["Validation:IdempotencyKeepFor"] = "2.00:00:00",
        ["ScoreHistory:CacheFor"] = "00:00:00",
        ["ScoreHistory:KeepFor"] = "1.00:00:00",
        ["RateLimit:Permits"] = "0",
        ["RateLimit:Window"] = "00:00:01",
        ["Gateway:TrustedProxies"] = "10.0.0.0/8, 192.0.2.7,2001:db8::/32",
        ["Audit:KeepFor"] = "1826.00:00:00",
        ["ConnectionStrings:Redis"] = "redis.example:6380,password=hidden",
        ["Features:ScoreCache"] = "false",
        ["Features:GracefulDegradation"] = "False",
        ["Features:BackupProvider"] = "false",
        ["Features:CandidatePath"] = "100",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
            "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://ingest.example/",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "Authorization=AAD;ClientId=client-1",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317",
        ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
        ["OTEL_TRACES_SAMPLER_ARG"] = "0.25",
    };

    public static SettingsReader Reader(params (string Setting, string Value)[] pairs) => new(
        new ConfigurationBuilder().AddInMemoryCollection(
            pairs.Select(pair => KeyValuePair.Create(pair.Setting, (string?)pair.Value))).Build());

    /// <summary>Reads and checks them as a host does.</summary>
    public static FinRiskSettings Read(params (string Setting, string Value)[] pairs)
    {
        var reader = Reader(pairs);
        var settings = FinRiskSettingsReader.Read(reader);
        reader.ThrowIfInvalid();
        return settings;
    }

    /// <summary>What is wrong with them.</summary>
    public static IReadOnlyList<string> ErrorsOf(params (string Setting, string Value)[] pairs) =>
        Assert.Throws<SettingsException>(() => Read(pairs)).Errors;
}
