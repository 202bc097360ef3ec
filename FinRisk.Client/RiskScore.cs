namespace FinRisk.Client;

/// <summary>The risk level that came with a score. Callers should not derive a level from the score's value.</summary>
public enum RiskLevel
{
    /// <summary><c>LOW</c></summary>
    Low,

    /// <summary><c>MEDIUM</c></summary>
    Medium,

    /// <summary><c>HIGH</c></summary>
    High,

    /// <summary><c>CRITICAL</c></summary>
    Critical,
}

/// <summary>A risk score.</summary>
/// <param name="Value">The score, 0 to 100.</param>
/// <param name="Level">The risk level.</param>
/// <param name="ScoredAt">The time at which the provider computed the score, in UTC.</param>
public sealed record RiskScore(int Value, RiskLevel Level, DateTimeOffset ScoredAt)
{
    /// <summary>
    /// The provider of the score, such as <c>riskshield</c>; null from an older FinRisk, which does not send it.
    /// </summary>
    public string? Provider { get; init; }
}
