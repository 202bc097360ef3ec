using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Settings;

/// <summary>Contract 9: the defaults, and that every setting reaches its place.</summary>
public sealed class SettingsDefaultsTests
{
    private static readonly FinRiskSettings Defaults = new()
    {
        RiskShield = new RiskShieldSettings
        {
            BaseUrl = new Uri("https://api.riskshield.com"),
            Proxy = null,
            CandidatePath = null,
            ApiKeySecretUri = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AttemptTimeout = TimeSpan.FromSeconds(10),
            MaxConcurrentCalls = 256,
            MaxCallsPerSecond = null,
            MaxQueueTime = TimeSpan.FromSeconds(10),
        },
        Backup = null,
        Retry = new RetrySettings
        {
            MaxAttempts = 3,
            FirstDelay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(10),
            MaxRetryAfter = TimeSpan.FromSeconds(30),
        },
        Circuit = new CircuitSettings
        {
            FailureThreshold = 5,
            BreakDuration = TimeSpan.FromSeconds(60),
            ProbeLease = TimeSpan.FromSeconds(30)
        },
        Validation = new ValidationSettings
        {
            SyncWait = TimeSpan.FromSeconds(25),
            StrictIdNumber = true,
            Deadline = TimeSpan.FromHours(1),
            Retention = TimeSpan.FromDays(7),
            IdempotencyRetention = TimeSpan.FromHours(24),
        },
        ScoreHistory = new ScoreHistorySettings { CacheFor = TimeSpan.FromHours(1), Retention = TimeSpan.FromDays(30) },
        RateLimit = new RateLimitSettings { Permits = 100, Window = TimeSpan.FromSeconds(60) },
        Audit = new AuditSettings { Retention = TimeSpan.FromDays(2557) },
        Features = new FeatureSettings
        {
            ScoreCache = true,
            GracefulDegradation = true,
            CandidatePercent = 0,
            BackupProvider = true
        },
        Redis = new RedisSettings(null),
    };

    [Fact]
    public void Without_any_configuration_the_defaults_are_the_contracts()
    {
        Assert.Equal(Defaults, new FinRiskSettings());
        Assert.Equal(Defaults, Configured.Read());
    }

    [Fact]
    public void An_empty_value_is_as_good_as_none() =>
        Assert.Equal(Defaults, Configured.Read([.. Configured.EverySetting.Keys.Select(setting => (setting, ""))]));

    [Fact]
    public void Every_setting_reaches_its_place()
    {
        var expected = new FinRiskSettings
        {
            RiskShield = new RiskShieldSettings
            {
                BaseUrl = new Uri("https://vendor.example"),
                Proxy = new Uri("http://proxy.example:3128"),
                CandidatePath = "/v2/score",
                ApiKeySecretUri = new Uri("https://vault.example/secrets/riskshield"),
                ConnectTimeout = TimeSpan.FromSeconds(0.1),
                AttemptTimeout = TimeSpan.FromSeconds(60),
                MaxConcurrentCalls = 1,
                MaxCallsPerSecond = 7,
                MaxQueueTime = TimeSpan.Zero,
            },
            Backup = new BackupSettings(new Uri("https://backup.example"))
            {
                Name = "second-1",
                Proxy = new Uri("http://proxy.example:3129"),
                ApiKeySecretUri = new Uri("https://vault.example/secrets/backup"),
                ConnectTimeout = TimeSpan.FromSeconds(1),
                AttemptTimeout = TimeSpan.FromSeconds(2),
                MaxConcurrentCalls = 3,
                MaxCallsPerSecond = 4,
                MaxQueueTime = TimeSpan.FromSeconds(5),
                Bands = new ScoreBands(850, 302, 301),
            },
            Retry = new RetrySettings
            {
                MaxAttempts = 10,
                FirstDelay = TimeSpan.FromMilliseconds(1),
                MaxDelay = TimeSpan.FromHours(1),
                MaxRetryAfter = TimeSpan.Zero,
            },
            Circuit = new CircuitSettings
            {
                FailureThreshold = 1,
                BreakDuration = TimeSpan.FromDays(1),
                ProbeLease = TimeSpan.FromSeconds(61)
            },
            Validation = new ValidationSettings
            {
                SyncWait = TimeSpan.Zero,
                StrictIdNumber = false,
                Deadline = TimeSpan.FromDays(7),
                Retention = TimeSpan.FromDays(2),
                IdempotencyRetention = TimeSpan.FromHours(48),
            },
            ScoreHistory = new ScoreHistorySettings { CacheFor = TimeSpan.Zero, Retention = TimeSpan.FromDays(1) },
            RateLimit = new RateLimitSettings { Permits = 0, Window = TimeSpan.FromSeconds(1) },
            Audit = new AuditSettings { Retention = TimeSpan.FromDays(1826) },
            Features = new FeatureSettings
            {
                ScoreCache = false,
                GracefulDegradation = false,
                CandidatePercent = 100,
                BackupProvider = false
            },
            Redis = new RedisSettings("redis.example:6380,password=hidden"),
            Telemetry = new TelemetrySettings
            {
                ApplicationInsights =
                    "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://ingest.example/",
                ByIdentity = true,
                IdentityClientId = "client-1",
                OtlpEndpoint = new Uri("http://collector:4317"),
                Sampler = TraceSampler.ParentBasedTraceIdRatio,
                SamplingRatio = 0.25,
            },
        };
        var read = Configured.Read([.. Configured.EverySetting.Select(setting => (setting.Key, setting.Value))]);
        Assert.Equal(expected with { Gateway = read.Gateway }, read);
        Assert.Equal(
            ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"], read.Gateway.TrustedProxies.Select(network => network.ToString()));
    }

    [Fact]
    public void Names_are_read_in_any_case() => Assert.Equal(4, Configured.Read(("retry:MAXATTEMPTS", "4")).Retry.MaxAttempts);

    [Fact]
    public void Every_setting_of_the_contract_is_known()
    {
        var reader = Configured.Reader();
        FinRiskSettingsReader.Read(reader);
        Assert.Equal(
            Configured.EverySetting.Keys.Concat(["RiskShield:ApiKey", "Backup:ApiKey"]).Order(StringComparer.Ordinal),
            reader.SettingNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_backup_needs_no_more_than_an_address()
    {
        var expected = new BackupSettings(new Uri("https://backup.example"))
        {
            Name = "backup",
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AttemptTimeout = TimeSpan.FromSeconds(10),
            MaxConcurrentCalls = 256,
            MaxCallsPerSecond = null,
            MaxQueueTime = TimeSpan.FromSeconds(10),
            Bands = new ScoreBands(740, 670, 580),
        };
        Assert.Equal(expected, Configured.Read(("Backup:BaseUrl", "https://backup.example"), ("Backup:ApiKey", "secret")).Backup);
    }

    [Fact]
    public void Without_an_address_there_is_no_backup() =>
        Assert.Null(
            Configured.Read(("Backup:Name", "second"), ("Backup:ApiKey", "secret"), ("Backup:MaxConcurrentCalls", "3")).Backup);

    [Fact]
    public void The_vendors_key_is_a_setting_of_its_section() =>
        Assert.Equal(Defaults, Configured.Read(("RiskShield:ApiKey", "secret")));
}
