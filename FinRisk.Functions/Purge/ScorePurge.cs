using FinRisk.Functions.Scores;
using FinRisk.Scoring;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes scores after <c>ScoreHistory:KeepFor</c>. Their keys are evenly spread hashes and tell nothing of their age, so the
/// table is gone through in 64 slices by first character, one a run: all of it every 16 hours.
/// </summary>
public sealed class ScorePurge(ScoreTable table, FinRiskSettings settings, TimeProvider clock)
{
    /// <summary>Purges the slice whose turn it is; no replica need remember which was the last.</summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var turn = now.UtcTicks / PurgeFunction.Interval.Ticks % LookupHasher.KeyAlphabet.Length;
        await table.PurgeAsync(LookupHasher.KeyAlphabet[(int)turn], now - settings.ScoreHistory.KeepFor, stopping);
    }
}
