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

/// <summary>Every setting that both hosts share, read and checked once at start (<see cref="SettingsReader"/>).</summary>
public sealed record FinRiskSettings
{
    /// <summary><c>RiskShield:*</c></summary>
    public RiskShieldSettings RiskShield { get; init; } = new();

    /// <summary><c>Retry:*</c></summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary><c>Circuit:*</c></summary>
    public CircuitSettings Circuit { get; init; } = new();

    /// <summary><c>Validation:*</c></summary>
    public ValidationSettings Validation { get; init; } = new();

    /// <summary><c>ScoreHistory:*</c></summary>
    public ScoreHistorySettings ScoreHistory { get; init; } = new();

    /// <summary><c>RateLimit:*</c></summary>
    public RateLimitSettings RateLimit { get; init; } = new();

    /// <summary><c>Gateway:*</c></summary>
    public GatewaySettings Gateway { get; init; } = new();

    /// <summary><c>Audit:*</c></summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary><c>Features:*</c></summary>
    public FeatureSettings Features { get; init; } = new();

    /// <summary><c>ConnectionStrings:Redis</c></summary>
    public RedisSettings Redis { get; init; } = new();

    /// <summary>Where telemetry is sent.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();
}
