using FinRisk.Scoring.RiskShield;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Says at the start that no vendor key is configured. The start goes on: a configuration that reloads may bring the key, and until
/// then every validation ends as <c>service-not-configured</c>.
/// </summary>
internal sealed partial class VendorKeyCheck(RiskShieldSettings settings, IConfiguration configuration, ILogger<VendorKeyCheck> log)
    : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.ApiKeySecretUri is null && configuration["RiskShield:ApiKey"] is not { Length: > 0 })
            Log.Missing(log);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            2201,
            LogLevel.Error,
            "riskshield_key_missing: set RiskShield:ApiKeySecretUri (in Azure) or RiskShield:ApiKey; until then no applicant is scored",
            EventName = "riskshield_key_missing")]
        public static partial void Missing(ILogger log);
    }
}
