using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The risk level of a score. RiskShield's level is passed on as received, because only RiskShield defines which score has which
/// level. The backup provider sends no level; <see cref="ScoreBands"/> computes it.
/// </summary>
public enum RiskLevel
{
    /// <summary><c>LOW</c></summary>
    [JsonStringEnumMemberName("LOW")]
    Low,

    /// <summary><c>MEDIUM</c></summary>
    [JsonStringEnumMemberName("MEDIUM")]
    Medium,

    /// <summary><c>HIGH</c></summary>
    [JsonStringEnumMemberName("HIGH")]
    High,

    /// <summary><c>CRITICAL</c></summary>
    [JsonStringEnumMemberName("CRITICAL")]
    Critical,
}

/// <summary>The names of <see cref="RiskLevel"/> in RiskShield's responses and in ours.</summary>
public static class RiskLevels
{
    /// <summary>Returns <c>LOW</c>, <c>MEDIUM</c>, <c>HIGH</c> or <c>CRITICAL</c>.</summary>
    public static string ToWire(this RiskLevel level) => level switch
    {
        RiskLevel.Low => "LOW",
        RiskLevel.Medium => "MEDIUM",
        RiskLevel.High => "HIGH",
        RiskLevel.Critical => "CRITICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>Parses a level, spelt exactly as in docs/contract.md, section 1; returns null for anything else.</summary>
    public static RiskLevel? FromWire(string? text) => text switch
    {
        "LOW" => RiskLevel.Low,
        "MEDIUM" => RiskLevel.Medium,
        "HIGH" => RiskLevel.High,
        "CRITICAL" => RiskLevel.Critical,
        _ => null,
    };
}
