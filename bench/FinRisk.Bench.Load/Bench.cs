using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load;

/// <summary>The published programs of a run, and how each is started.</summary>
internal sealed class Bench
{
    private readonly Guardian guardian;
    private readonly string runFolder;
    private readonly PublishedProgram simulator;
    private readonly PublishedProgram relay;

    /// <summary>Null in a null comparison, where a second relay takes the product's place.</summary>
    private readonly PublishedProgram? product;

    private Bench(
        Guardian guardian, string runFolder, PublishedProgram simulator, PublishedProgram relay, PublishedProgram? product) =>
        (
            this.guardian,
            this.runFolder,
            this.simulator,
            this.relay,
            this.product) = (guardian, runFolder, simulator, relay, product);

    public IEnumerable<PublishedProgram> Programs => product is null ? [simulator, relay] : [simulator, relay, product];

    /// <summary>Whether relay and product were published to run alike, without which their ratio says nothing.</summary>
    public bool Fair => product is null || product.Settings == relay.Settings;

    public string ProductName => product is null ? "relay (again)" : product.Name;

    public static async Task<Bench> PublishAsync(LoadOptions options, Guardian guardian, CancellationToken cancellation)
    {
        var publisher = new Publisher(guardian, options.WorkFolder);
        var simulator = await publisher.PublishAsync(options.SimulatorProject, cancellation);
        var relay = await publisher.PublishAsync(Path.Combine("bench", "FinRisk.Bench.Relay"), cancellation);
        var product = options.NullComparison ? null : await publisher.PublishAsync("FinRisk.Local", cancellation);
        var runFolder = Path.GetFullPath(Path.Combine(options.WorkFolder, "run"));
        if (Directory.Exists(runFolder))
            Directory.Delete(runFolder, recursive: true);
        return new Bench(guardian, runFolder, simulator, relay, product);
    }

    /// <summary>An empty folder for one scenario's data.</summary>
    public string FreshFolder(string name) => Directory.CreateDirectory(Path.Combine(runFolder, name)).FullName;

    public Task<Simulator> StartSimulatorAsync(string folder, TimeSpan latency, CancellationToken cancellation) =>
        Simulator.StartAsync(guardian, simulator, folder, latency, cancellation);

    public Subject StartRelay(string folder, Simulator vendor, string name = "relay") =>
        Start(name, relay, folder, "--target", vendor.Address, "--key", Simulator.Key);

    /// <summary>The relay with two bare commits per request: no durable program can be faster.</summary>
    public Subject StartFloor(string folder, Simulator vendor) =>
        Start(
            "floor",
            relay,
            folder,
            "--target",
            vendor.Address,
            "--key",
            Simulator.Key,
            "--journal",
            Path.Combine(folder, "floor.journal"));

    /// <summary>The product with its vendor in another process, the score cache and the rate limit off.</summary>
    public Subject StartProduct(string folder, Simulator vendor) => product is null
        ? StartRelay(folder, vendor, ProductName)
        : Start(
            ProductName, product, folder, $"--Local:DataFolder={Path.Combine(folder, "data")}",
            $"--RiskShield:BaseUrl={vendor.Address}", $"--RiskShield:ApiKey={Simulator.Key}",
            "--Features:ScoreCache=false", "--RateLimit:Permits=0");

    /// <summary>
    /// The product as somebody starts it on a laptop: with its simulator inside and no settings but where its data is.
    /// </summary>
    public Subject StartProductWithSimulator(string folder, Simulator vendor) => product is null
        ? StartRelay(folder, vendor, ProductName)
        : Start(ProductName, product, folder, $"--Local:DataFolder={Path.Combine(folder, "data")}");

    private Subject Start(string name, PublishedProgram program, string folder, params ReadOnlySpan<string> arguments)
    {
        var address = Loopback.FreeAddress();
        var errors = Path.Combine(folder, $"{name}.err");
        return new Subject(name, Child.Start(guardian, program.Executable, errors, ["--urls", address, .. arguments]), address);
    }
}
