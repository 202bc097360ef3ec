using FinRisk.Scoring;

namespace FinRisk.Local.Store;

/// <summary>
/// Deletes what has outlived its retention, a little at a time so that no commit of a request waits long behind it. Freed pages
/// are used again, so the file grows no larger than what is kept.
/// </summary>
internal sealed partial class StorePurge(
    StoreWriter writer, FinRiskSettings settings, TimeProvider clock, ILogger<StorePurge> log)
    : BackgroundService
{
    /// <summary>The time between two purges.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How much of what is due one purge deletes: the oldest hour of validations and of audit records. A clock that jumps ahead
    /// makes all of it due at once, and so there is time to see the warning and to set the clock right. A host that was away for
    /// a month catches up within twelve hours.
    /// </summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromHours(1);

    /// <summary>The same for a slice of the scores, which comes up once in 64 purges.</summary>
    public static readonly TimeSpan MaxScoreStep = TimeSpan.FromDays(1);

    private const int MaxRows = 500;

    /// <summary>Score keys are evenly spread base64url text, so slices by first character are of one size.</summary>
    private const string KeyAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private int _slice;
    private bool _isFirst = true;
    private bool _isBehind;

    /// <summary>
    /// Purges once: validations, audit records, and one slice of the scores. The first purge of a process takes all slices, or a
    /// host that is started every hour would never come to the last of them.
    /// </summary>
    public async Task PurgeAsync()
    {
        var now = clock.GetUtcNow();
        var behind = await PurgeEndedAsync(now - settings.Validation.KeepFor) | await PurgeAuditAsync(
            now - settings.Audit.KeepFor);
        await writer.WriteAsync(store => store.PurgeSetAside(now - settings.Validation.KeepFor));
        for (var slices = _isFirst ? KeyAlphabet.Length : 1; slices > 0; slices--)
            behind |= await PurgeScoresAsync(now - settings.ScoreHistory.KeepFor);

        _isFirst = false;
        if (behind && !_isBehind)
            Log.Behind(log, now, MaxStep);
        _isBehind = behind;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the host.
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
                // The writer has logged it, and what is due stays due. Thrown on, it would end the host, whose disk may come
                // back.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The store is closing, and so is the host.
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Whether more is due than one purge deletes.</summary>
    private async Task<bool> PurgeEndedAsync(DateTimeOffset due)
    {
        var oldest = await writer.WriteAsync(store => store.FindOldestEnded(due, MaxRows));
        var before = Earlier(due, oldest + MaxStep);

        // Each further part goes to the end of the queue, behind the requests that came meanwhile.
        var deleted = MaxRows;
        while (oldest is not null && deleted == MaxRows)
            deleted = await writer.WriteAsync(store => store.PurgeEnded(before, MaxRows));
        return before < due;
    }

    private async Task<bool> PurgeAuditAsync(DateTimeOffset due)
    {
        var oldest = await writer.WriteAsync(store => store.FindOldestAudit());
        var before = Earlier(due, oldest + MaxStep);
        var deleted = MaxRows;
        while (oldest < due && deleted == MaxRows)
            deleted = await writer.WriteAsync(store => store.PurgeAudit(before, MaxRows));
        return before < due;
    }

    private async Task<bool> PurgeScoresAsync(DateTimeOffset due)
    {
        var (after, upTo) = (KeyAlphabet[_slice].ToString(), KeyAlphabet[_slice] + "~");
        _slice = (_slice + 1) % KeyAlphabet.Length;
        var before = due;
        await writer.WriteAsync(store =>
        {
            before = Earlier(due, store.FindOldestScore(after, upTo) + MaxScoreStep);
            store.PurgeScores(after, upTo, before);
        });
        return before < due;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

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
