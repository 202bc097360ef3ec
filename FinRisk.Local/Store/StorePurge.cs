using FinRisk.Scoring;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Time;

namespace FinRisk.Local.Store;

/// <summary>
/// Deletes validations, audit records, scores and figures that are older than their retention, in small transactions, so that
/// commits of requests do not wait long. SQLite reuses the freed pages, so the file does not grow beyond what is retained.
/// </summary>
internal sealed partial class StorePurge(
    StoreWriter writer, FinRiskSettings settings, TimeProvider clock, ILogger<StorePurge> log)
    : BackgroundService
{
    /// <summary>The time between two purges.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The maximum time range that one purge deletes: the oldest hour of validations and of audit records. If the clock jumps
    /// ahead, everything is past its retention at once; this limit gives operators time to notice the warning and correct the
    /// clock. A host that was stopped for a month catches up within twelve hours.
    /// </summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromHours(1);

    /// <summary>
    /// The maximum time range that one purge deletes from a slice of the scores. It is longer, because each of the 64 slices is
    /// purged only once in 64 purges.
    /// </summary>
    public static readonly TimeSpan MaxScoreStep = TimeSpan.FromDays(1);

    /// <summary>The maximum number of rows that one transaction deletes.</summary>
    private const int MaxRows = 500;

    /// <summary>
    /// The next slice of the scores: those whose applicant hash begins with this character of the hash alphabet.
    /// </summary>
    private int _slice;
    private bool _isFirst = true;
    private bool _isBehind;

    /// <summary>
    /// Purges once: validations, audit records, and one slice of the scores. The first purge of a process covers all slices,
    /// because a process that runs for less than 64 purges would otherwise never reach the last ones.
    /// </summary>
    public async Task PurgeAsync()
    {
        var now = clock.GetUtcNow();

        // Not ||, so that both purges run.
        var behind = await PurgeEndedAsync(now - settings.Validation.Retention) | await PurgeAuditAsync(
            now - settings.Audit.Retention);
        await writer.WriteAsync(store =>
        {
            store.PurgeSetAside(now - settings.Validation.Retention);
            store.PurgeFigures(now - StoredFigures.Retention);
        });
        for (var slices = _isFirst ? LookupHasher.HashAlphabet.Length : 1; slices > 0; slices--)
            behind |= await PurgeScoresAsync(now - settings.ScoreHistory.Retention);

        _isFirst = false;
        if (behind && !_isBehind)
            Log.Behind(log, now, MaxStep);
        _isBehind = behind;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Yields, so that the first purge does not run on the thread that starts the host.
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await PurgeAsync();
            }
            catch (StoreException)
            {
                // The writer has logged the failure, and the next purge repeats the work. An exception from here would end the
                // host, although the disk may recover.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The store closes because the host stops.
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// Deletes validations that ended before the cutoff, of the oldest <see cref="MaxStep"/> only; true if older ones than the
    /// cutoff are left.
    /// </summary>
    private async Task<bool> PurgeEndedAsync(DateTimeOffset cutoff)
    {
        var oldest = await writer.WriteAsync(store => store.FindOldestEnded(cutoff, MaxRows));
        var before = Moments.Earlier(cutoff, oldest + MaxStep);

        // Each transaction is queued behind the changes of requests that have arrived meanwhile.
        var deleted = MaxRows;
        while (oldest is not null && deleted == MaxRows)
            deleted = await writer.WriteAsync(store => store.PurgeEnded(before, MaxRows));
        return before < cutoff;
    }

    /// <summary>Deletes audit records older than the cutoff, like <see cref="PurgeEndedAsync"/>.</summary>
    private async Task<bool> PurgeAuditAsync(DateTimeOffset cutoff)
    {
        var oldest = await writer.WriteAsync(store => store.FindOldestAudit());
        var before = Moments.Earlier(cutoff, oldest + MaxStep);
        var deleted = MaxRows;
        while (oldest < cutoff && deleted == MaxRows)
            deleted = await writer.WriteAsync(store => store.PurgeAudit(before, MaxRows));
        return before < cutoff;
    }

    /// <summary>
    /// Deletes scores older than the cutoff from the next slice, of the oldest <see cref="MaxScoreStep"/> only; true if older
    /// ones than the cutoff are left.
    /// </summary>
    private async Task<bool> PurgeScoresAsync(DateTimeOffset cutoff)
    {
        // The tilde comes after every character of a hash, so the range contains every hash that begins with the character.
        var (after, upTo) = (LookupHasher.HashAlphabet[_slice].ToString(), LookupHasher.HashAlphabet[_slice] + "~");
        _slice = (_slice + 1) % LookupHasher.HashAlphabet.Length;
        var before = cutoff;
        await writer.WriteAsync(store =>
        {
            before = Moments.Earlier(cutoff, store.FindOldestScore(after, upTo) + MaxScoreStep);
            store.PurgeScores(after, upTo, before);
        });
        return before < cutoff;
    }

    private static partial class Log
    {
        [LoggerMessage(
            5004,
            LogLevel.Warning,
            "purge_behind: more is due at {now:O} than the {maxStep:c} of one purge; this host was away, or its clock jumped",
            EventName = "purge_behind")]
        public static partial void Behind(ILogger log, DateTimeOffset now, TimeSpan maxStep);
    }
}
