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
        Backup = new VendorClient(simulator.Address, VendorClient.Backup);
    }

    public LocalHost Host { get; }

    public FinRiskClient FinRisk { get; }

    public VendorClient Vendor { get; }

    /// <summary>The backup, which is called where the settings are <see cref="StartWithBackupAsync"/>'s.</summary>
    public VendorClient Backup { get; }

    public Uri Simulator => simulator.Address;

    /// <param name="changes">Settings that differ from <c>acceptance.settings.json</c>.</param>
    public static Task<OwnTarget> StartAsync(params (string Name, string Value)[] changes) =>
        StartAsync(AcceptanceSettings.With(changes), "/health/ready");

    /// <summary>A host that has the simulator's second vendor as its backup.</summary>
    /// <param name="changes">Settings that differ from <c>acceptance.settings.json</c>.</param>
    public static async Task<OwnTarget> StartWithBackupAsync(params (string Name, string Value)[] changes)
    {
        var simulator = await SimulatorProcess.StartAsync();
        return await StartAsync(simulator, AcceptanceSettings.With([
            ("Backup:BaseUrl", simulator.Address.GetLeftPart(UriPartial.Authority)),
            ("Backup:ApiKey", "backup-simulator-key"),
            ("Backup:AttemptTimeout", AcceptanceSettings.All["RiskShield:AttemptTimeout"]),
            .. changes]), "/health/ready");
    }

    /// <param name="settings">All settings.</param>
    /// <param name="readyPath">The path that answers 200 when the test may begin.</param>
    public static async Task<OwnTarget> StartAsync(IReadOnlyDictionary<string, string> settings, string readyPath) =>
        await StartAsync(await SimulatorProcess.StartAsync(), settings, readyPath);

    private static async Task<OwnTarget> StartAsync(
        SimulatorProcess simulator, IReadOnlyDictionary<string, string> settings, string readyPath)
    {
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
