using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Features;

/// <summary>
/// Applies changed feature flags while the host runs, whenever the configuration reloads. If the new configuration is invalid,
/// the previous flags stay.
/// </summary>
public sealed partial class FeatureReload(
    IConfiguration configuration, FeatureFlags features, ILogger<FeatureReload> log) : IHostedService, IDisposable
{
    private IDisposable? _subscription;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);

        // Apply changes between the first read of the settings and the subscription.
        Reload();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    private void Reload()
    {
        var reader = new SettingsReader(configuration);
        var read = FeatureSettingsReader.Read(reader, features.HasCandidatePath);
        try
        {
            reader.ThrowIfInvalid();
        }
        catch (SettingsException exception)
        {
            foreach (var error in exception.Errors)
                Log.NotApplied(log, error);
            return;
        }

        if (features.Update(read))
        {
            Log.Changed(
                log, read.ScoreCache, read.GracefulDegradation, read.BackupProvider, read.StrictIdNumber, read.CandidatePercent);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            7201,
            LogLevel.Information,
            "features_changed: score cache {scoreCache}, graceful degradation {gracefulDegradation}, "
            + "backup provider {backupProvider}, strict ID numbers {strict}, candidate path {candidatePercent} %",
            EventName = "features_changed")]
        public static partial void Changed(
            ILogger log, bool scoreCache, bool gracefulDegradation, bool backupProvider, bool strict, int candidatePercent);

        [LoggerMessage(
            7202,
            LogLevel.Error,
            "features_kept: the changed configuration is not applied; {error}",
            EventName = "features_kept")]
        public static partial void NotApplied(ILogger log, string error);
    }
}
