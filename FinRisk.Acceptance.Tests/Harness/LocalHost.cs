using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>FinRisk.Local as a process that can be killed and started again on the same data.</summary>
internal sealed class LocalHost : IDisposable
{
    private readonly string[] arguments;
    private readonly string readyPath;
    private readonly string logFile;
    private readonly (string Name, string Value)[] environment;
    private ChildProcess process;

    private LocalHost(
        Uri address, string[] arguments, string readyPath, string dataFolder, string logFile, (
            string Name, string Value)[] environment)
    {
        (
            Address,
            this.arguments,
            this.readyPath,
            DataFolder,
            this.logFile) = (address, arguments, readyPath, dataFolder, logFile);
        this.environment = environment;
        process = Launch();
    }

    public Uri Address { get; }

    /// <summary>Where it keeps everything.</summary>
    public string DataFolder { get; }

    public ChildProcess Process => process;

    /// <summary>Starts a host on a free port with a data folder of its own and waits until it is ready.</summary>
    /// <param name="simulator">The vendor that it calls.</param>
    /// <param name="settings">Its settings, by name as in the contract.</param>
    /// <param name="readyPath">The path that answers 200 when the test may begin.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static async Task<LocalHost> StartAsync(
        Uri simulator,
        IReadOnlyDictionary<string, string> settings,
        string readyPath = "/health/ready",
        params (string Name, string Value)[] environment)
    {
        var (address, arguments, dataFolder, logFile) = Prepare(simulator, settings);
        var host = new LocalHost(address, arguments, readyPath, dataFolder, logFile, environment);
        try
        {
            await Readiness.WaitAsync(host.process, new Uri(address, readyPath));
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Starts a host that is expected to refuse its settings.</summary>
    public static ChildProcess StartUnready(Uri simulator, IReadOnlyDictionary<string, string> settings)
    {
        var (_, arguments, _, logFile) = Prepare(simulator, settings);
        return ChildProcess.Start(BuiltPrograms.ProgramOf("FinRisk.Local"), arguments, logFile);
    }

    public Task KillAsync() => process.KillAsync();

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = Launch();
        await Readiness.WaitAsync(process, new Uri(Address, readyPath));
    }

    public void Dispose() => process.Dispose();

    private static (
        Uri Address,
        string[] Arguments,
        string DataFolder,
        string LogFile) Prepare(Uri simulator, IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var (dataFolder, logFile) = WorkFolder.ForHost();
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Local:DataFolder"] = dataFolder,
            ["RiskShield:BaseUrl"] = simulator.GetLeftPart(UriPartial.Authority),
            ["RiskShield:ApiKey"] = "riskshield-simulator-key",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return (
            address,
            ["--urls", address.GetLeftPart(UriPartial.Authority), .. all.Select(pair => $"--{pair.Key}={pair.Value}")],
            dataFolder,
            logFile);
    }

    private ChildProcess Launch() =>
        ChildProcess.Start(BuiltPrograms.ProgramOf("FinRisk.Local"), arguments, logFile, environment);
}
