using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Driving;

/// <summary>
/// The processes of one scenario: the vendor's stand-in, the bare relay, the relay with two bare commits (the floor), and the
/// product (or a second relay).
/// </summary>
internal sealed class Stage : IDisposable
{
    private Stage(Simulator simulator, Subject relay, Subject floor, Subject product) =>
        (Simulator, Relay, Floor, Product) = (simulator, relay, floor, product);

    public Simulator Simulator { get; }

    public Subject Relay { get; }

    public Subject Floor { get; }

    public Subject Product { get; }

    /// <summary>CPU time used up to now by all of them and by this process.</summary>
    public TimeSpan Cpu =>
        Environment.CpuUsage.TotalTime + Simulator.Child.Usage.Cpu + Relay.Child.Usage.Cpu + Floor.Child.Usage.Cpu
            + Product.Child.Usage.Cpu;

    /// <summary>Starts all of them, the product on an empty data folder, and returns when each has answered a request.</summary>
    public static async Task<Stage> StartAsync(
        Bench bench, string name, TimeSpan vendorLatency, ApplicantSequence applicants, CancellationToken cancellation)
    {
        var folder = bench.FreshFolder(name);
        var simulator = await bench.StartSimulatorAsync(folder, vendorLatency, cancellation);
        var stage = new Stage(
            simulator, bench.StartRelay(folder, simulator), bench.StartFloor(folder, simulator),
            bench.StartProduct(folder, simulator));
        try
        {
            await stage.Relay.FirstAnswerAsync(applicants, cancellation);
            await stage.Floor.FirstAnswerAsync(applicants, cancellation);
            await stage.Product.FirstAnswerAsync(applicants, cancellation);
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Product.Dispose();
        Floor.Dispose();
        Relay.Dispose();
        Simulator.Dispose();
    }
}
