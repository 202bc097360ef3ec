using FinRisk.Scoring.Validations;

namespace FinRisk.Redis.Tests.Harness;

/// <summary>A history without scores.</summary>
internal sealed class EmptyHistory : IScoreHistory
{
    public ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping) => new((KnownScore?)null);
}
