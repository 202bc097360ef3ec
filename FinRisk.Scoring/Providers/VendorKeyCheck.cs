using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Reports at start-up which providers have no API key configured. The host starts all the same, because a reloaded configuration
/// may add the key; until then every call to that provider ends as <see cref="AttemptStatus.NotConfigured"/>.
/// </summary>
/// <param name="providers">The settings of the configured providers.</param>
/// <param name="configuration">The configuration, in which <c>ApiKey</c> is looked up.</param>
/// <param name="log">The log of the event <c>provider_key_missing</c>.</param>
/// <param name="errors">
/// A second output for the message, for a host whose log is not shown to the person who starts it; null: the log only.
/// </param>
public sealed partial class VendorKeyCheck(
    IEnumerable<ProviderSettings> providers,
    IConfiguration configuration,
    ILogger<VendorKeyCheck> log,
    TextWriter? errors = null) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers)
        {
            var section = provider.Section;
            if (provider.ApiKeySecretUri is not null || configuration[section + ":ApiKey"] is { Length: > 0 })
                continue;
            Log.KeyMissing(log, provider.Name, section);
            if (errors is not null)
            {
                await errors.WriteLineAsync(
                    $"provider_key_missing: {provider.Name}; set {section}:ApiKeySecretUri (in Azure) or {section}:ApiKey; "
                    + "it scores nothing until then");
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            2201,
            LogLevel.Error,
            "provider_key_missing: {provider}; set {section}:ApiKeySecretUri (in Azure) or {section}:ApiKey; "
                + "it scores nothing until then",
            EventName = "provider_key_missing")]
        public static partial void KeyMissing(ILogger log, string provider, string section);
    }
}
