using System.Net;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring;

/// <summary>
/// Reads and validates the settings that both hosts share (contract, section 9): their names, defaults and ranges, and the rules
/// between them.
/// </summary>
public static class FinRiskSettingsReader
{
    /// <summary>The configuration sections in which an unknown setting is an error.</summary>
    private static readonly string[] ClosedSections =
    [
        "RiskShield", "Backup", "Retry", "Circuit", "Validation", "ScoreHistory", "RateLimit", "Gateway", "Audit",
        "ConnectionStrings",
    ];

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>Reads all settings. Errors are collected in <paramref name="reader"/>.</summary>
    public static FinRiskSettings Read(SettingsReader reader)
    {
        var settings = new FinRiskSettings
        {
            RiskShield = ProviderSettingsReader.ReadRiskShield(reader),
            Backup = ProviderSettingsReader.ReadBackup(reader),
            Retry = ReadRetry(reader),
            Circuit = ReadCircuit(reader),
            Validation = ReadValidation(reader),
            ScoreHistory = ReadScoreHistory(reader),
            RateLimit = ReadRateLimit(reader),
            Gateway = ReadGateway(reader),
            Audit = ReadAudit(reader),
            Features = FeatureSettingsReader.ReadFeatures(
                reader, hasCandidatePath: reader.ReadString("RiskShield:CandidatePath") is not null),
            Redis = new RedisSettings(reader.ReadString("ConnectionStrings:Redis", "{host}:{port}, options after commas")),
            Telemetry = TelemetrySettingsReader.Read(reader),
        };
        RequireAgreement(reader, settings);
        reader.RejectUnknown(ClosedSections);
        return settings;
    }

    private static RetrySettings ReadRetry(SettingsReader reader)
    {
        var defaults = new RetrySettings();
        var longest = TimeSpan.FromHours(1);
        return new RetrySettings
        {
            MaxAttempts = reader.ReadInt32("Retry:MaxAttempts", defaults.MaxAttempts, min: 1, max: 10),
            FirstDelay = reader.ReadDuration("Retry:FirstDelay", defaults.FirstDelay, Millisecond, longest),
            MaxDelay = reader.ReadDuration("Retry:MaxDelay", defaults.MaxDelay, Millisecond, longest),
            MaxRetryAfter = reader.ReadDuration("Retry:MaxRetryAfter", defaults.MaxRetryAfter, TimeSpan.Zero, longest),
        };
    }

    private static CircuitSettings ReadCircuit(SettingsReader reader)
    {
        var defaults = new CircuitSettings();
        var longest = TimeSpan.FromDays(1);
        return new CircuitSettings
        {
            FailureThreshold = reader.ReadInt32("Circuit:FailureThreshold", defaults.FailureThreshold, min: 1),
            BreakDuration = reader.ReadDuration("Circuit:BreakDuration", defaults.BreakDuration, Millisecond, longest),
            ProbeLease = reader.ReadDuration("Circuit:ProbeLease", defaults.ProbeLease, Millisecond, longest),
        };
    }

    private static ValidationSettings ReadValidation(SettingsReader reader)
    {
        var defaults = new ValidationSettings();
        return new ValidationSettings
        {
            SyncWait = reader.ReadDuration("Validation:SyncWait", defaults.SyncWait, TimeSpan.Zero, TimeSpan.FromSeconds(60)),
            StrictIdNumber = FeatureSettingsReader.ReadStrictIdNumber(reader),
            Retention = reader.ReadDuration("Validation:KeepFor", defaults.Retention, Millisecond, 10 * Year),
            Deadline = reader.ReadDuration("Validation:Deadline", defaults.Deadline, TimeSpan.Zero, TimeSpan.FromDays(7)),
            IdempotencyRetention = reader.ReadDuration(
                "Validation:IdempotencyKeepFor", defaults.IdempotencyRetention, Millisecond, Year),
        };
    }

    private static ScoreHistorySettings ReadScoreHistory(SettingsReader reader)
    {
        var defaults = new ScoreHistorySettings();
        return new ScoreHistorySettings
        {
            CacheFor = reader.ReadDuration("ScoreHistory:CacheFor", defaults.CacheFor, TimeSpan.Zero, Year),
            Retention = reader.ReadDuration("ScoreHistory:KeepFor", defaults.Retention, Millisecond, 10 * Year),
        };
    }

    private static RateLimitSettings ReadRateLimit(SettingsReader reader)
    {
        var defaults = new RateLimitSettings();
        return new RateLimitSettings
        {
            Permits = reader.ReadInt32("RateLimit:Permits", defaults.Permits, min: 0),
            Window = reader.ReadDuration("RateLimit:Window", defaults.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        };
    }

    private static GatewaySettings ReadGateway(SettingsReader reader)
    {
        const string Setting = "Gateway:TrustedProxies";
        var text = reader.ReadString(Setting, "addresses and networks such as 10.0.0.0/8, separated by commas") ?? "";
        var proxies = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(part, out var address))
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                reader.Require(
                    met: false,
                    $"{Setting}: '{part}' is neither an address nor a network such as 10.0.0.0/8; separate several by commas.");
        }

        return proxies.Count == 0 ? new GatewaySettings() : new GatewaySettings { TrustedProxies = proxies };
    }

    private static AuditSettings ReadAudit(SettingsReader reader) => new()
    {
        Retention = reader.ReadDuration("Audit:KeepFor", new AuditSettings().Retention, TimeSpan.FromDays(1), 30 * Year),
    };

    private static void RequireAgreement(SettingsReader reader, FinRiskSettings settings)
    {
        ProviderSettingsReader.RequireAgreement(reader, settings.RiskShield, settings.Circuit.ProbeLease);
        if (settings.Backup is { } backup)
            ProviderSettingsReader.RequireAgreement(reader, backup, settings.Circuit.ProbeLease);
        reader.Require(
            settings.Retry.MaxDelay >= settings.Retry.FirstDelay,
            $"Retry:MaxDelay: {settings.Retry.MaxDelay:c} must be at least Retry:FirstDelay ({settings.Retry.FirstDelay:c}).");
        reader.Require(
            settings.Validation.Retention >= settings.Validation.IdempotencyRetention,
            $"Validation:KeepFor: {settings.Validation.Retention:c} must be at least "
            + $"Validation:IdempotencyKeepFor ({settings.Validation.IdempotencyRetention:c}), "
            + "or a key outlives the answer it stands for.");
        reader.Require(
            settings.Audit.Retention >= settings.Validation.Retention,
            $"Audit:KeepFor: {settings.Audit.Retention:c} must be at least "
            + $"Validation:KeepFor ({settings.Validation.Retention:c}), or a validation outlives its record.");
        reader.Require(
            settings.ScoreHistory.Retention >= settings.ScoreHistory.CacheFor,
            $"ScoreHistory:KeepFor: {settings.ScoreHistory.Retention:c} must be at least "
            + $"ScoreHistory:CacheFor ({settings.ScoreHistory.CacheFor:c}).");
    }
}
