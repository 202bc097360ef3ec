using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Scores by applicant key, and how often they were looked up.</summary>
internal sealed class InMemoryScoreHistory : IScoreHistory
{
    public Dictionary<string, StoredScore> Scores { get; } = new(StringComparer.Ordinal);

    public int Lookups { get; private set; }

    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping)
    {
        Lookups++;
        return new(Scores.GetValueOrDefault(applicantHash));
    }
}
