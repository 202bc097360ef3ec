using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Features;

/// <summary>
/// Takes up changed features while the host runs, whenever the configuration says that it has changed. A configuration with a
/// fault changes nothing: what was switched on before stays.
/// </summary>
public sealed partial class FeatureReload(
    IConfiguration configuration, FeatureFlags features, ILogger<FeatureReload> log) : IHostedService, IDisposable
{
    private IDisposable? _watching;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = ChangeToken.OnChange(configuration.GetReloadToken, TakeUp);

        // What changed between reading the settings and watching them.
        TakeUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _watching?.Dispose();

    private void TakeUp()
    {
        var reader = new SettingsReader(configuration);
        var read = FeatureSettingsReader.Read(reader, features.HasCandidate);
        try
        {
            reader.ThrowIfFaulty();
        }
        catch (SettingsException fault)
        {
            foreach (var what in fault.Faults)
                Log.Kept(log, what);
            return;
        }

        if (features.TakeUp(read))
            Log.Changed(log, read.ScoreCache, read.GracefulDegradation, read.StrictIdNumber, read.CandidatePercent);
    }

    private static partial class Log
    {
        [LoggerMessage(
            7201,
            LogLevel.Information,
            "features_changed: score cache {scoreCache}, graceful degradation {gracefulDegradation}, strict ID numbers "
            + "{strict}, candidate path {candidatePercent} %",
            EventName = "features_changed")]
        public static partial void Changed(
            ILogger log, bool scoreCache, bool gracefulDegradation, bool strict, int candidatePercent);

        [LoggerMessage(
            7202,
            LogLevel.Error,
            "features_kept: the changed configuration is not taken up; {fault}",
            EventName = "features_kept")]
        public static partial void Kept(ILogger log, string fault);
    }
}
