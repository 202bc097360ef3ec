namespace FinRisk.Scoring.Validations;

/// <summary>
/// Where a recent score is looked for before the vendor is asked. It only ever answers what <see cref="IScoreHistory"/> holds or
/// has held a moment ago; the history itself is what an older score comes from (degraded mode).
/// </summary>
public interface IScoreCache
{
    /// <summary>The applicant's newest score, or null.</summary>
    ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping);

    /// <summary>The history holds this score from now on.</summary>
    ValueTask KeepAsync(string applicantKey, KnownScore known);
}
