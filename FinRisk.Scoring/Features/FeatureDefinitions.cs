using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace FinRisk.Scoring.Features;

/// <summary>Our settings as definitions of Microsoft.FeatureManagement: switches, and one percentage of applicants.</summary>
internal sealed class FeatureDefinitions(FeatureSet features) : IFeatureDefinitionProvider
{
    private const string AlwaysOn = "AlwaysOn";

    private readonly Dictionary<string, FeatureDefinition> _definitions = new(StringComparer.OrdinalIgnoreCase)
    {
        [FeatureNames.ScoreCache] = Switch(FeatureNames.ScoreCache, features.ScoreCache),
        [FeatureNames.GracefulDegradation] = Switch(FeatureNames.GracefulDegradation, features.GracefulDegradation),
        [FeatureNames.StrictIdNumber] = Switch(FeatureNames.StrictIdNumber, features.StrictIdNumber),
        [FeatureNames.CandidatePath] = Percentage(FeatureNames.CandidatePath, features.CandidatePercent),
    };

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        await Task.CompletedTask;
        foreach (var definition in _definitions.Values)
            yield return definition;
    }

    private static FeatureDefinition Switch(string name, bool isOn) => new()
    {
        Name = name,
        EnabledFor = isOn ? [new FeatureFilterConfiguration { Name = AlwaysOn }] : [],
    };

    private static FeatureDefinition Percentage(string name, int percent) => new()
    {
        Name = name,
        EnabledFor =
        [
            new FeatureFilterConfiguration
            {
                Name = "Microsoft.Targeting",
                ParametersObject = new TargetingFilterSettings { Audience = new Audience { DefaultRolloutPercentage = percent } },
            },
        ],
    };
}

/// <summary>The features' names in Microsoft.FeatureManagement, the same as those of the settings <c>Features:*</c>.</summary>
internal static class FeatureNames
{
    public const string ScoreCache = "ScoreCache";

    public const string GracefulDegradation = "GracefulDegradation";

    public const string StrictIdNumber = "StrictIdNumber";

    /// <summary>
    /// A percentage of applicants. The name is hashed with the applicant's key to choose them, so it must not change.
    /// </summary>
    public const string CandidatePath = "CandidatePath";
}
