using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Validations;

/// <summary>The step "find the applicant's last known score".</summary>
public sealed class FindLastScoreActivity(IScoreHistory scores)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "FindLastScore";

    /// <summary>Reads the score history.</summary>
    [Function(Name)]
    public async Task<KnownScore?> RunAsync([ActivityTrigger] string applicantKey, CancellationToken stopping) =>
        await scores.FindAsync(applicantKey, stopping);
}
