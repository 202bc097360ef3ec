using System.Net.Sockets;
using RiskShield.Simulator;

namespace FinRisk.Local.Hosting;

/// <summary>Starts the simulated vendor in the host's process.</summary>
internal static class EmbeddedSimulator
{
    /// <summary>The number of connections for the control API, besides those for the host's vendor calls.</summary>
    private const int ControlConnections = 16;

    /// <summary>
    /// Starts the simulator on <see cref="SimulatorOptions.DefaultUrls"/>, or on a free port if that one is taken. The simulator
    /// accepts the API keys that the host sends.
    /// </summary>
    /// <param name="configuration">The host's configuration. Missing API keys are set to the development keys.</param>
    /// <param name="simulatesBackup">Whether the backup is simulated too; the API key of a real backup is never set.</param>
    /// <param name="maxCalls">The maximum number of concurrent calls from the host; null for no limit.</param>
    public static async Task<RiskShieldSimulator> StartAsync(
        ConfigurationManager configuration, bool simulatesBackup, int? maxCalls)
    {
        var options = new SimulatorOptions
        {
            ApiKeys = [GetOrSetKey(configuration, "RiskShield", SimulatorOptions.DevelopmentKey)],
            BackupKeys = simulatesBackup ? [GetOrSetKey(configuration, "Backup", SimulatorOptions.DevelopmentBackupKey)] : [],
            MaxConnections = maxCalls + ControlConnections,
        };
        try
        {
            return await RiskShieldSimulator.StartAsync(options);
        }
        catch (IOException exception) when (
            exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            return await RiskShieldSimulator.StartAsync(options with { Urls = "http://127.0.0.1:0" });
        }
    }

    /// <summary>
    /// True if the address is the simulator's default. A backup with this address is simulated too, on whichever port the
    /// simulator then listens.
    /// </summary>
    public static bool IsDefaultAddress(Uri address) => address == new Uri(SimulatorOptions.DefaultUrls);

    /// <summary>
    /// Returns the provider's configured API key. If there is none, sets it to the development key and returns that. With an
    /// <c>ApiKeySecretUri</c> nothing is set: the host reads its API key from there, and the simulator accepts the development
    /// key, so the secret must contain the development key.
    /// </summary>
    private static string GetOrSetKey(ConfigurationManager configuration, string section, string developmentKey)
    {
        if (configuration[section + ":ApiKey"] is { Length: > 0 } key)
            return key;
        if (string.IsNullOrEmpty(configuration[section + ":ApiKeySecretUri"]))
            configuration[section + ":ApiKey"] = developmentKey;
        return developmentKey;
    }
}
