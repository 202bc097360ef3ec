using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Validations;

/// <summary>The workflow step that finds the applicant's newest stored score.</summary>
public sealed class FindLastScoreActivity(IScoreHistory scores)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "FindLastScore";

    /// <summary>Reads the score history.</summary>
    [Function(Name)]
    public async Task<StoredScore?> RunAsync([ActivityTrigger] string applicantHash, CancellationToken stopping) =>
        await scores.FindAsync(applicantHash, stopping);
}
