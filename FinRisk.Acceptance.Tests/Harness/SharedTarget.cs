using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The host that most tests share: one that runs already, or one process for the whole run, ended with it.</summary>
internal sealed record SharedTarget(FinRiskClient FinRisk, VendorClient Vendor, string? LogFile)
{
    private static readonly Lazy<Task<SharedTarget>> Instance = new(FindAsync);

    /// <exception cref="InvalidOperationException">No host is ready; the message says why.</exception>
    public static Task<SharedTarget> GetAsync() => Instance.Value;

    private static async Task<SharedTarget> FindAsync()
    {
        if (!TargetEnvironment.IsRemote)
        {
            var own = await OwnTarget.StartAsync();
            return new SharedTarget(own.FinRisk, own.Vendor, own.Host.Process.LogFile);
        }

        var simulator = TargetEnvironment.Simulator ?? throw new InvalidOperationException(
            "FINRISK_URL is set, so FINRISK_SIMULATOR_URL must be the RiskShield.Simulator that those hosts call.");
        var finRisk = new FinRiskClient(TargetEnvironment.Hosts, TargetEnvironment.Key, patient: true);
        await Eventually.TrueAsync(
            async () => (await finRisk.GetAsync("/health/ready")).Status is 200, "200 from /health/ready of FINRISK_URL");
        return new SharedTarget(finRisk, new VendorClient(new Uri(simulator)), LogFile: null);
    }
}
