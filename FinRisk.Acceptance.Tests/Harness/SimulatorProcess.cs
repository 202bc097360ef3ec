using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A simulated vendor in a process of its own.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly ChildProcess process;

    private SimulatorProcess(ChildProcess process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SimulatorProcess> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var process = ChildProcess.Start(
            BuiltPrograms.ProgramOf("RiskShield.Simulator"), ["--urls", address.ToString()], WorkFolder.SimulatorLog());
        await Readiness.WaitAsync(process, new Uri(address, "/health"));
        return new SimulatorProcess(process, address);
    }

    public void Dispose() => process.Dispose();
}
