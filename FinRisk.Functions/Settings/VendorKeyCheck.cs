using FinRisk.Scoring.RiskShield;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Says at the start that no vendor key is configured. The start goes on: a configuration that reloads may bring the key, and
/// until then every validation ends as <c>service-not-configured</c>.
/// </summary>
internal sealed partial class VendorKeyCheck(
    RiskShieldSettings settings, IConfiguration configuration, ILogger<VendorKeyCheck> log) : IHostedService
{
    private const string Message =
        "riskshield_key_missing: set RiskShield:ApiKeySecretUri (in Azure) or RiskShield:ApiKey; nothing is scored until then";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.ApiKeySecretUri is not null || configuration["RiskShield:ApiKey"] is { Length: > 0 })
            return;
        Log.Missing(log);

        // What a worker logs before it is connected reaches telemetry, but not the host's log; its standard error reaches that.
        await Console.Error.WriteLineAsync(Message);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Error, Message, EventName = "riskshield_key_missing")]
        public static partial void Missing(ILogger log);
    }
}
