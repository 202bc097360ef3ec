using System.Net.Sockets;
using RiskShield.Simulator;

namespace FinRisk.Local.Hosting;

/// <summary>Starts the simulated vendor beside the host and points the host at it.</summary>
internal static class EmbeddedSimulator
{
    /// <summary>Connections beside the host's own: whoever plans faults and reads the journal.</summary>
    private const int ControlConnections = 16;

    /// <summary>
    /// Starts it on its usual port, or on a free one where that is taken, with the key that the host will send.
    /// </summary>
    /// <param name="configuration">The host's settings; gets the simulator's key where it has none.</param>
    /// <param name="maxCalls">How many calls the host makes at once; null: there is no limit.</param>
    public static async Task<RiskShieldSimulator> StartAsync(ConfigurationManager configuration, int? maxCalls)
    {
        var key = configuration["RiskShield:ApiKey"];
        if (string.IsNullOrEmpty(key) && string.IsNullOrEmpty(configuration["RiskShield:ApiKeySecretUri"]))
            configuration["RiskShield:ApiKey"] = key = SimulatorOptions.DevelopmentKey;

        var options = new SimulatorOptions
        {
            ApiKeys = [key ?? SimulatorOptions.DevelopmentKey],
            MaxConnections = maxCalls + ControlConnections,
        };
        try
        {
            return await RiskShieldSimulator.StartAsync(options);
        }
        catch (IOException fault) when (
            fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            return await RiskShieldSimulator.StartAsync(options with { Urls = "http://127.0.0.1:0" });
        }
    }
}
