using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace FinRisk.Scoring.Features;

/// <summary>
/// What is switched on now. Evaluated once for each configuration, so a request reads a field; only the percentage is evaluated
/// for a request, and only while it is neither 0 nor without a path.
/// </summary>
public sealed class FeatureFlags
{
    private volatile Evaluated _current;

    /// <summary>Takes up the settings of the start.</summary>
    /// <param name="features">What is switched on.</param>
    /// <param name="hasCandidate">Whether <c>RiskShield:CandidatePath</c> names a path.</param>
    public FeatureFlags(FeatureSet features, bool hasCandidate) => (_current, HasCandidate) = (Evaluate(features), hasCandidate);

    /// <summary>Whether there is a candidate path at all.</summary>
    public bool HasCandidate { get; }

    /// <summary>What is switched on.</summary>
    public FeatureSet Current => _current.Features;

    /// <summary>
    /// Whether the candidate path scores this applicant. The keyed hash decides: the same applicant gets the same answer on every
    /// replica, and keeps it when the percentage grows.
    /// </summary>
    public async ValueTask<bool> IsCandidateAsync(string applicantKey)
    {
        var current = _current;
        return HasCandidate
            && current.Features.CandidatePercent > 0
            && await current.Manager.IsEnabledAsync(FeatureNames.CandidatePath, new TargetingContext { UserId = applicantKey });
    }

    /// <summary>Takes up a new configuration; false where it changes nothing.</summary>
    internal bool TakeUp(FeatureSet features)
    {
        if (features == Current)
            return false;
        _current = Evaluate(features);
        return true;
    }

    private static Evaluated Evaluate(FeatureSet features)
    {
        var manager = new FeatureManager(new FeatureDefinitions(features), new FeatureManagementOptions())
        {
            FeatureFilters = [new ContextualTargetingFilter(
                Options.Create(new TargetingEvaluationOptions()), NullLoggerFactory.Instance)],
        };
        return new Evaluated(
            features with
            {
                ScoreCache = IsOn(manager, FeatureNames.ScoreCache),
                GracefulDegradation = IsOn(manager, FeatureNames.GracefulDegradation),
                StrictIdNumber = IsOn(manager, FeatureNames.StrictIdNumber),
            },
            manager);
    }

    /// <summary>Everything it looks at is in memory, so there is nothing to wait for.</summary>
    private static bool IsOn(FeatureManager manager, string feature) => manager.IsEnabledAsync(feature).GetAwaiter().GetResult();

    private sealed record Evaluated(FeatureSet Features, FeatureManager Manager);
}
