namespace FinRisk.Scoring.Features;

/// <summary>The features' names in Microsoft.FeatureManagement, which are those of their settings.</summary>
internal static class FeatureNames
{
    public const string ScoreCache = "ScoreCache";

    public const string GracefulDegradation = "GracefulDegradation";

    public const string StrictIdNumber = "StrictIdNumber";

    /// <summary>A percentage. Also part of what decides which applicants it takes, so it must not change.</summary>
    public const string CandidatePath = "CandidatePath";
}
