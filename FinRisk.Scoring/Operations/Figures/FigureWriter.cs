using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Stores the figures of this process at each <see cref="IFigureStore.Interval"/> and when the host stops, if they have changed.
/// Figures that cannot be stored are stored at a later interval, as long as they are less than a day old.
/// </summary>
internal sealed partial class FigureWriter(
    OperationsFigures figures, IFigureStore store, TimeProvider clock, ILogger<FigureWriter> log) : BackgroundService
{
    /// <summary>The number of hours whose figures this process still has in memory, including the present hour.</summary>
    private const int HoursInMemory = 24;

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The sum of all counters of each hour when the hour was last stored, by the number of the hour.</summary>
    private readonly Dictionary<long, long> _storedSums = [];

    /// <summary>
    /// True if the last write failed, so that the event <c>figures_not_kept</c> is logged only once per outage.
    /// </summary>
    private bool _hasFailed;

    /// <summary>Stores the figures of every hour in which something was counted since that hour was last stored.</summary>
    public async Task WriteAsync(CancellationToken stopping)
    {
        var current = HourFigures.HourOf(clock.GetUtcNow());
        try
        {
            for (var hour = current - HoursInMemory + 1; hour <= current; hour++)
                await WriteHourAsync(hour, stopping);
            _hasFailed = false;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            if (!_hasFailed && !stopping.IsCancellationRequested)
                Log.NotStored(log, exception.InnerException?.GetType().Name ?? exception.GetType().Name);
            _hasFailed = true;
        }

        foreach (var hour in _storedSums.Keys.Where(hour => hour <= current - HoursInMemory).ToArray())
            _storedSums.Remove(hour);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Once more, for what was counted since the last interval.
        await WriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(store.Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await WriteAsync(stoppingToken);
    }

    private async Task WriteHourAsync(long hour, CancellationToken stopping)
    {
        // The sum is read before the figures. What is counted in between is stored now and again, rather than never.
        var sum = figures.Own.SumOf(hour);
        if (sum == _storedSums.GetValueOrDefault(hour))
            return;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(WriteTimeout);
        var content = figures.Own.Read(hour, figures.Since).ToBytes();
        await store.SaveAsync(new StoredFigures(figures.Process, HourFigures.StartOf(hour), content), timeout.Token);
        _storedSums[hour] = sum;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1402,
            LogLevel.Warning,
            "figures_not_kept: {error}; the operations pages of other processes lack this process's figures until a write "
                + "succeeds",
            EventName = "figures_not_kept")]
        public static partial void NotStored(ILogger log, string error);
    }
}
