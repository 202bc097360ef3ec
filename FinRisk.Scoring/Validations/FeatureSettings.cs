namespace FinRisk.Scoring.Validations;

/// <summary>What can be switched off without a release. Settings <c>Features:*</c>.</summary>
public sealed record FeatureSettings
{
    /// <summary>Whether a recent score answers the same applicant again. Default true.</summary>
    public bool ScoreCache { get; init; } = true;

    /// <summary>Whether an older score answers while the vendor cannot be used. Default true.</summary>
    public bool GracefulDegradation { get; init; } = true;
}
