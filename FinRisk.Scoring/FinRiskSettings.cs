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

/// <summary>The settings that both hosts share, read and validated at the start (<see cref="FinRiskSettingsReader"/>).</summary>
public sealed record FinRiskSettings
{
    /// <summary>Settings <c>RiskShield:*</c>.</summary>
    public RiskShieldSettings RiskShield { get; init; } = new();

    /// <summary>Settings <c>Backup:*</c>; null if no backup provider is configured.</summary>
    public BackupSettings? Backup { get; init; }

    /// <summary>Settings <c>Retry:*</c>.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>Settings <c>Circuit:*</c>.</summary>
    public CircuitSettings Circuit { get; init; } = new();

    /// <summary>Settings <c>Validation:*</c>.</summary>
    public ValidationSettings Validation { get; init; } = new();

    /// <summary>Settings <c>ScoreHistory:*</c>.</summary>
    public ScoreHistorySettings ScoreHistory { get; init; } = new();

    /// <summary>Settings <c>RateLimit:*</c>.</summary>
    public RateLimitSettings RateLimit { get; init; } = new();

    /// <summary>Settings <c>Gateway:*</c>.</summary>
    public GatewaySettings Gateway { get; init; } = new();

    /// <summary>Settings <c>Audit:*</c>.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>Settings <c>Features:*</c>.</summary>
    public FeatureSettings Features { get; init; } = new();

    /// <summary>Setting <c>ConnectionStrings:Redis</c>.</summary>
    public RedisSettings Redis { get; init; } = new();

    /// <summary>The settings of telemetry, which have standard names.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();
}
