namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A host and a vendor for one test alone, or for the tests of one class.</summary>
internal sealed class OwnTarget : IDisposable
{
    private readonly SimulatorProcess simulator;

    private OwnTarget(SimulatorProcess simulator, LocalHost host)
    {
        (this.simulator, Host) = (simulator, host);
        FinRisk = new FinRiskClient(host.Address);
        Vendor = new VendorClient(simulator.Address);
    }

    public LocalHost Host { get; }

    public FinRiskClient FinRisk { get; }

    public VendorClient Vendor { get; }

    public Uri Simulator => simulator.Address;

    /// <param name="changes">Settings that differ from <c>acceptance.settings.json</c>.</param>
    public static Task<OwnTarget> StartAsync(params (string Name, string Value)[] changes) =>
        StartAsync(AcceptanceSettings.With(changes), "/health/ready");

    /// <param name="settings">All settings.</param>
    /// <param name="readyPath">The path that answers 200 when the test may begin.</param>
    public static async Task<OwnTarget> StartAsync(IReadOnlyDictionary<string, string> settings, string readyPath)
    {
        var simulator = await SimulatorProcess.StartAsync();
        try
        {
            return new OwnTarget(simulator, await LocalHost.StartAsync(simulator.Address, settings, readyPath));
        }
        catch
        {
            simulator.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL, then a new process on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        await Host.KillAsync();
        await Host.StartAgainAsync();
    }

    public void Dispose()
    {
        Host.Dispose();
        simulator.Dispose();
    }
}
