using FinRisk.Functions.Scores;
using FinRisk.Scoring;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes scores after <c>ScoreHistory:KeepFor</c>. Their partition keys are applicant hashes, which are evenly distributed and
/// do not reveal the age of a score, so a purge has to scan the table. It scans one of 64 slices, by the first character of the
/// hash, in each interval of 15 minutes: the whole table every 16 hours.
/// </summary>
public sealed class ScorePurge(ScoreTable table, PurgeProgress progress, FinRiskSettings settings, TimeProvider clock)
{
    private const string Name = "scores";

    /// <summary>
    /// Purges every slice that has become due since the last run. If each run purged only the slice of the current interval, a
    /// host that runs for the same hour each day would purge the same four slices each day and never the others.
    /// </summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();

        // Slices are numbered by their interval since the year 1; the number modulo 64 is the index of the character.
        var current = now.UtcTicks / PurgeFunction.Interval.Ticks;
        var (cutoff, next) = await progress.BeginAsync(Name, now - settings.ScoreHistory.Retention, stopping);

        // A stored number in the future was written under a clock that ran ahead; it is ignored.
        var first = next <= current ? Math.Max(next.Value, current - LookupHasher.HashAlphabet.Length + 1) : current;
        for (var slice = first; slice <= current; slice++)
        {
            await table.PurgeAsync(LookupHasher.HashAlphabet[(int)(slice % LookupHasher.HashAlphabet.Length)], cutoff, stopping);
            await progress.SaveAsync(Name, cutoff, stopping, nextSlice: slice + 1);
        }
    }
}
