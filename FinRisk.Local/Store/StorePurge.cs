using FinRisk.Scoring;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Store;

/// <summary>
/// Deletes what has outlived its retention, a little at a time so that no commit of a request waits long behind it. Freed pages
/// are used again, so the file grows no larger than what is kept.
/// </summary>
internal sealed class StorePurge(StoreWriter writer, FinRiskSettings settings, TimeProvider clock) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int SliceRows = 500;

    private int _slice;

    /// <summary>Purges once: all validations and audit records that are due, and one slice of the scores in <see cref="LookupHasher.KeyAlphabet"/>.</summary>
    public async Task PurgeAsync()
    {
        var now = clock.GetUtcNow();
        while (await writer.WriteAsync(store => store.PurgeEnded(now - settings.Validation.KeepFor, SliceRows)) == SliceRows)
        {
            // The next slice goes to the end of the queue, behind the requests that came meanwhile.
        }

        while (await writer.WriteAsync(store => store.PurgeAudit(now - settings.Audit.KeepFor, SliceRows)) == SliceRows)
        {
            // As above.
        }

        var (after, upTo) = NextSlice();
        await writer.WriteAsync(store => store.PurgeScores(after, upTo, now - settings.ScoreHistory.KeepFor));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PurgeAsync();
            }
            catch (StoreException)
            {
                // The writer has logged it, and what is due stays due. Thrown on, it would end the host, whose disk may come back.
            }
        }
    }

    private (string After, string UpTo) NextSlice()
    {
        var first = LookupHasher.KeyAlphabet[_slice].ToString();
        _slice = (_slice + 1) % LookupHasher.KeyAlphabet.Length;
        return (first, first + "~");
    }
}
