using FinRisk.Functions.Scores;
using FinRisk.Scoring;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes scores after <c>ScoreHistory:KeepFor</c>. Their keys are evenly spread hashes and tell nothing of their age, so the
/// table is gone through in 64 slices by first character. Each quarter of an hour is the turn of one slice: all of them every 16
/// hours.
/// </summary>
public sealed class ScorePurge(ScoreTable table, PurgeProgress progress, FinRiskSettings settings, TimeProvider clock)
{
    private const string Name = "scores";
    private const string KeyAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /// <summary>
    /// Purges every slice whose turn has come since the last run. A host that is up for an hour a day would otherwise meet the
    /// same few slices each time.
    /// </summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var current = now.UtcTicks / PurgeFunction.Interval.Ticks;
        var (limit, next) = await progress.BeginAsync(Name, now - settings.ScoreHistory.KeepFor, stopping);

        // A turn in the future is from a clock that ran ahead.
        var first = next <= current ? Math.Max(next.Value, current - KeyAlphabet.Length + 1) : current;
        for (var turn = first; turn <= current; turn++)
        {
            await table.PurgeAsync(KeyAlphabet[(int)(turn % KeyAlphabet.Length)], limit, stopping);
            await progress.SaveAsync(Name, limit, turn + 1, stopping);
        }
    }
}
