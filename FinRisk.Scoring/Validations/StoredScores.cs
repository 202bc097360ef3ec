namespace FinRisk.Scoring.Validations;

/// <summary>No cache at all: the history is asked. On SQLite that takes microseconds, less than any cache before it would save.</summary>
internal sealed class StoredScores(IScoreHistory history) : IScoreCache
{
    public ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping) => history.FindAsync(applicantKey, stopping);

    public ValueTask KeepAsync(string applicantKey, KnownScore known) => ValueTask.CompletedTask;
}
