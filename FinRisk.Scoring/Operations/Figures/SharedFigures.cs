using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Combines this process's figures with those that the other processes of the last day (other replicas, earlier starts) have
/// stored. The store is read only when the operations page asks, at most every 10 s: the present hour and the one before it each
/// time, the older hours of the day at most every 5 min.
/// </summary>
public sealed partial class SharedFigures(
    OperationsFigures own, IFigureStore store, TimeProvider clock, ILogger<SharedFigures> log)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxAgeOfOlderHours = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The longest time that a request of the page waits for a read. A longer read continues, and a later request gets its
    /// result.
    /// </summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task? _readTask;
    private long _readStartedAt;
    private HourRange? _olderHours;
    private volatile ReadResult _last = new([], Processes: 0, Since: null, AsOf: null, IsCurrent: false);

    /// <summary>
    /// Returns the figures of all processes. If the store cannot be read in time, the others' figures are those of the last read.
    /// </summary>
    internal async Task<FigureSums> ReadAsync(CancellationToken stopping)
    {
        Task readTask;
        lock (_gate)
        {
            if (_readTask is null || (_readTask.IsCompleted && clock.GetElapsedTime(_readStartedAt) >= MaxAge))
                (_readTask, _readStartedAt) = (Task.Run(ReadOthersAsync, CancellationToken.None), clock.GetTimestamp());
            readTask = _readTask;
        }

        try
        {
            await readTask.WaitAsync(MaxWait, clock, stopping);
        }
        catch (TimeoutException)
        {
            // The result of the previous read is returned, with its time.
        }

        var last = _last;
        return new FigureSums([own.Own, .. last.Others])
        {
            Processes = last.Processes + 1,
            Since = last.Since < own.Since ? last.Since.Value : own.Since,
            OthersAsOf = last.AsOf,
            IsComplete = last.IsCurrent,
        };
    }

    private async Task ReadOthersAsync()
    {
        var now = clock.GetUtcNow();
        var hour = HourFigures.StartOf(HourFigures.HourOf(now));
        var (oldest, recent) = (hour.AddDays(-1), hour.AddHours(-1));
        try
        {
            using var timeout = new CancellationTokenSource(ReadTimeout, clock);
            if (_olderHours is not { } older || older.Before != recent || now - older.AsOf >= MaxAgeOfOlderHours)
                _olderHours = older = await ReadAsync(oldest, recent, now, timeout.Token);
            var recentHours = await ReadAsync(recent, hour.AddHours(1), now, timeout.Token);
            _last = new ReadResult(
                [older.Figures, recentHours.Figures],
                older.Since.Keys.Union(recentHours.Since.Keys).Count(),
                older.Since.Values.Concat(recentHours.Since.Values).Cast<DateTimeOffset?>().Min(),
                now,
                IsCurrent: true);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            Log.NotRead(log, exception.InnerException?.GetType().Name ?? exception.GetType().Name);
            _last = _last with { IsCurrent = false };
        }
    }

    /// <summary>Reads the hours of the other processes from one time until before another. Skips damaged ones.</summary>
    private async Task<HourRange> ReadAsync(
        DateTimeOffset from, DateTimeOffset before, DateTimeOffset now, CancellationToken stopping)
    {
        var range = new HourRange(before, now);
        foreach (var stored in await store.ReadAsync(from, before, stopping))
        {
            if (stored.Process == own.Process)
                continue;
            if (HourFigures.TryRead(stored.Content) is not { } figures)
            {
                Log.Damaged(log, stored.Hour);
                continue;
            }

            range.Figures.Add(HourFigures.HourOf(stored.Hour), figures);
            range.Since[stored.Process] = new DateTimeOffset(DateTime.SpecifyKind(figures.Since, DateTimeKind.Utc));
        }

        return range;
    }

    /// <summary>
    /// The figures of the other processes in some hours, and the time at which each of these processes began to count.
    /// </summary>
    private sealed record HourRange(DateTimeOffset Before, DateTimeOffset AsOf)
    {
        public FigureSet Figures { get; } = new();

        public Dictionary<string, DateTimeOffset> Since { get; } = new(StringComparer.Ordinal);
    }

    private sealed record ReadResult(
        IReadOnlyList<FigureSet> Others, int Processes, DateTimeOffset? Since, DateTimeOffset? AsOf, bool IsCurrent);

    private static partial class Log
    {
        [LoggerMessage(
            1403,
            LogLevel.Warning,
            "figures_not_read: {error}; the operations page shows this process and the others as last read",
            EventName = "figures_not_read")]
        public static partial void NotRead(ILogger log, string error);

        [LoggerMessage(
            1404,
            LogLevel.Warning,
            "figures_damaged: the figures that a process stored for the hour from {hour:O} cannot be read and are left out",
            EventName = "figures_damaged")]
        public static partial void Damaged(ILogger log, DateTimeOffset hour);
    }
}
