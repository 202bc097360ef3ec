using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Settings;

/// <summary>Reloads the feature flags every 30 s. Logs once when the source fails, and once when it recovers.</summary>
internal sealed partial class AppConfigurationRefresh(
    AppConfigurationSource source, TimeProvider clock, ILogger<AppConfigurationRefresh> log) : BackgroundService
{
    /// <summary>The time between two reloads, and so about the maximum time until a change takes effect.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wasLost = false;
        while (true)
        {
            var exception = source.Provider.LastError;
            if (exception is not null && !wasLost)
                Log.Lost(log, exception.GetType().Name);
            if (exception is null && wasLost)
                Log.Found(log);
            wasLost = exception is not null;
            await Task.Delay(Interval, clock, stoppingToken);
            await source.Provider.RefreshAsync(stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            7211,
            LogLevel.Warning,
            "features_source_lost: {error}; the flags stay as they were",
            EventName = "features_source_lost")]
        public static partial void Lost(ILogger log, string error);

        [LoggerMessage(
            7212,
            LogLevel.Information,
            "features_source_found: App Configuration answers again",
            EventName = "features_source_found")]
        public static partial void Found(ILogger log);
    }
}
