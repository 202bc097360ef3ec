using System.Net;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring;

/// <summary>
/// The settings of contract section 9 that both hosts share: names, defaults, ranges and the rules between them.
/// </summary>
public static class FinRiskSettingsReader
{
    /// <summary>The sections in which only these settings may stand.</summary>
    private static readonly string[] ClosedSections =
        ["RiskShield", "Retry", "Circuit", "Validation", "ScoreHistory", "RateLimit", "Gateway", "Audit", "ConnectionStrings"];

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>Reads and checks them all; what is wrong is collected in <paramref name="reader"/>.</summary>
    public static FinRiskSettings Read(SettingsReader reader)
    {
        var settings = new FinRiskSettings
        {
            RiskShield = ReadRiskShield(reader),
            Retry = ReadRetry(reader),
            Circuit = ReadCircuit(reader),
            Validation = ReadValidation(reader),
            ScoreHistory = ReadScoreHistory(reader),
            RateLimit = ReadRateLimit(reader),
            Gateway = ReadGateway(reader),
            Audit = ReadAudit(reader),
            Features = FeatureSettingsReader.ReadFeatures(
                reader, hasCandidate: reader.Text("RiskShield:CandidatePath") is not null),
            Redis = new RedisSettings(reader.Text("ConnectionStrings:Redis")),
            Telemetry = TelemetrySettingsReader.Read(reader),
        };
        RequireAgreement(reader, settings);
        reader.RejectUnknown(ClosedSections);
        return settings;
    }

    /// <summary>https anywhere, plain http only where nothing leaves the machine; no path, no query, no user.</summary>
    public static bool IsVendorAddress(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    /// <summary>A path that leads nowhere but to the vendor.</summary>
    public static bool IsVendorPath(string path) =>
        path is ['/', not '/', ..] && Uri.TryCreate(new Uri("https://vendor.example"), path, out var address)
        && address is { Host: "vendor.example", Query: "", Fragment: "" } && address.AbsolutePath == path;

    /// <summary>An HTTP proxy: no user, whose password would stand in plain settings, no path, no query.</summary>
    public static bool IsProxyAddress(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    private static RiskShieldSettings ReadRiskShield(SettingsReader reader)
    {
        var defaults = new RiskShieldSettings();
        var (shortest, longest) = (TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(60));
        var secret = reader.VaultSecret("RiskShield:ApiKeySecretUri");
        var hasKey = reader.Text("RiskShield:ApiKey") is not null;
        reader.Require(
            secret is null || !hasKey,
            "RiskShield:ApiKey and RiskShield:ApiKeySecretUri are both set; set one of the two.");
        var candidate = reader.Text("RiskShield:CandidatePath");
        reader.Require(
            candidate is null || IsVendorPath(candidate),
            $"RiskShield:CandidatePath: '{candidate}' must be a path such as /v2/score, without query.");
        return new RiskShieldSettings
        {
            BaseUrl = reader.Address(
                "RiskShield:BaseUrl",
                IsVendorAddress,
                $"an https address without path (http only on loopback), such as the default {defaults.BaseUrl}") ?? defaults.BaseUrl,
            Proxy = reader.Address(
                "RiskShield:Proxy", IsProxyAddress, "the address of an HTTP proxy without user or path, such as http://proxy.example:3128"),
            CandidatePath = candidate,
            ApiKeySecretUri = secret,
            ConnectTimeout = reader.Duration("RiskShield:ConnectTimeout", defaults.ConnectTimeout, shortest, longest),
            AttemptTimeout = reader.Duration("RiskShield:AttemptTimeout", defaults.AttemptTimeout, shortest, longest),
            MaxConcurrentCalls = reader.Number("RiskShield:MaxConcurrentCalls", defaults.MaxConcurrentCalls, 1),
            MaxCallsPerSecond = reader.OptionalNumber("RiskShield:MaxCallsPerSecond", 1),
            MaxQueueTime = reader.Duration("RiskShield:MaxQueueTime", defaults.MaxQueueTime, TimeSpan.Zero, longest),
        };
    }

    private static RetrySettings ReadRetry(SettingsReader reader)
    {
        var defaults = new RetrySettings();
        var longest = TimeSpan.FromHours(1);
        return new RetrySettings
        {
            MaxAttempts = reader.Number("Retry:MaxAttempts", defaults.MaxAttempts, 1, 10),
            FirstDelay = reader.Duration("Retry:FirstDelay", defaults.FirstDelay, Tick, longest),
            MaxDelay = reader.Duration("Retry:MaxDelay", defaults.MaxDelay, Tick, longest),
            MaxRetryAfter = reader.Duration("Retry:MaxRetryAfter", defaults.MaxRetryAfter, TimeSpan.Zero, longest),
        };
    }

    private static CircuitSettings ReadCircuit(SettingsReader reader)
    {
        var defaults = new CircuitSettings();
        var longest = TimeSpan.FromDays(1);
        return new CircuitSettings
        {
            FailureThreshold = reader.Number("Circuit:FailureThreshold", defaults.FailureThreshold, 1),
            BreakDuration = reader.Duration("Circuit:BreakDuration", defaults.BreakDuration, Tick, longest),
            ProbeLease = reader.Duration("Circuit:ProbeLease", defaults.ProbeLease, Tick, longest),
        };
    }

    private static ValidationSettings ReadValidation(SettingsReader reader)
    {
        var defaults = new ValidationSettings();
        return new ValidationSettings
        {
            SyncWait = reader.Duration("Validation:SyncWait", defaults.SyncWait, TimeSpan.Zero, TimeSpan.FromSeconds(60)),
            StrictIdNumber = FeatureSettingsReader.ReadStrictIdNumber(reader),
            KeepFor = reader.Duration("Validation:KeepFor", defaults.KeepFor, Tick, 10 * Year),
            IdempotencyKeepFor = reader.Duration("Validation:IdempotencyKeepFor", defaults.IdempotencyKeepFor, Tick, Year),
        };
    }

    private static ScoreHistorySettings ReadScoreHistory(SettingsReader reader)
    {
        var defaults = new ScoreHistorySettings();
        return new ScoreHistorySettings
        {
            CacheFor = reader.Duration("ScoreHistory:CacheFor", defaults.CacheFor, TimeSpan.Zero, Year),
            KeepFor = reader.Duration("ScoreHistory:KeepFor", defaults.KeepFor, Tick, 10 * Year),
        };
    }

    private static RateLimitSettings ReadRateLimit(SettingsReader reader)
    {
        var defaults = new RateLimitSettings();
        return new RateLimitSettings
        {
            Permits = reader.Number("RateLimit:Permits", defaults.Permits, 0),
            Window = reader.Duration("RateLimit:Window", defaults.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        };
    }

    private static GatewaySettings ReadGateway(SettingsReader reader)
    {
        const string Setting = "Gateway:TrustedProxies";
        var proxies = new List<IPNetwork>();
        foreach (var part in (reader.Text(Setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(part, out var address))
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                reader.Require(
                    false,
                    $"{Setting}: '{part}' is neither an address nor a network such as 10.0.0.0/8; separate several by commas.");
        }

        return proxies.Count == 0 ? new GatewaySettings() : new GatewaySettings { TrustedProxies = proxies };
    }

    private static AuditSettings ReadAudit(SettingsReader reader) => new()
    {
        KeepFor = reader.Duration("Audit:KeepFor", new AuditSettings().KeepFor, TimeSpan.FromDays(1), 30 * Year),
    };

    private static void RequireAgreement(SettingsReader reader, FinRiskSettings settings)
    {
        reader.Require(
            settings.RiskShield.Proxy is null || settings.RiskShield.UsesProxy,
            $"RiskShield:Proxy: {settings.RiskShield.BaseUrl} is never called through a proxy; only an https address outside this machine is.");
        reader.Require(
            settings.Circuit.ProbeLease > settings.RiskShield.AttemptTimeout,
            $"Circuit:ProbeLease: {settings.Circuit.ProbeLease:c} must be longer than RiskShield:AttemptTimeout ({settings.RiskShield.AttemptTimeout:c}), or a probe's lease lapses while it is out.");
        reader.Require(
            settings.Retry.MaxDelay >= settings.Retry.FirstDelay,
            $"Retry:MaxDelay: {settings.Retry.MaxDelay:c} must be at least Retry:FirstDelay ({settings.Retry.FirstDelay:c}).");
        reader.Require(
            settings.Validation.KeepFor >= settings.Validation.IdempotencyKeepFor,
            $"Validation:KeepFor: {settings.Validation.KeepFor:c} must be at least Validation:IdempotencyKeepFor ({settings.Validation.IdempotencyKeepFor:c}), or a key outlives the answer it stands for.");
        reader.Require(
            settings.Audit.KeepFor >= settings.Validation.KeepFor,
            $"Audit:KeepFor: {settings.Audit.KeepFor:c} must be at least Validation:KeepFor ({settings.Validation.KeepFor:c}), or a validation outlives its record.");
        reader.Require(
            settings.ScoreHistory.KeepFor >= settings.ScoreHistory.CacheFor,
            $"ScoreHistory:KeepFor: {settings.ScoreHistory.KeepFor:c} must be at least ScoreHistory:CacheFor ({settings.ScoreHistory.CacheFor:c}).");
    }
}
