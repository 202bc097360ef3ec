using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FinRisk.StorageProxy;
using FinRisk.Testing;
using FinRisk.Testing.Tools;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// Azurite, the storage emulator, in a process of its own on free ports with an empty folder; shared by the tests of a
/// collection. Installed from npm once a machine.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    /// <summary>The emulator's published account, the same on every machine.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The pipeline's, so that no test runs against another Azurite than the acceptance suite does.</summary>
    private static readonly string Version =
        Regex.Match(
            Repository.Read(".azure-pipelines/variables.yml"),
            @"^  azuriteVersion: (\S+)$",
            RegexOptions.Multiline).Groups[1].Value;

    private static readonly string Packages = Path.Combine(Path.GetTempPath(), "finrisk-azurite-" + Version);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("finrisk-functions-tests-");
    private Process? _process;

    /// <summary>What <c>AzureWebJobsStorage</c> is set to.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Its ports.</summary>
    public IReadOnlyDictionary<StorageService, int> Ports { get; private set; } = new Dictionary<StorageService, int>();

    /// <summary>Where it keeps everything it was given.</summary>
    public string Folder => _data.FullName;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Prerequisite.Node.SkipReason is not null)
            return;
        var script = Path.Combine(Packages, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
            await InstallAsync();

        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        _process = Process.Start(new ProcessStartInfo(Prerequisite.Node.Path, [
            script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", Folder,
            "--blobHost", "127.0.0.1", "--blobPort", $"{blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{table}"]));
        foreach (var port in (int[])[blob, queue, table])
            await WaitForAsync(port);
        Ports = new Dictionary<StorageService, int>
        {
            [StorageService.Blob] = blob,
            [StorageService.Queue] = queue,
            [StorageService.Table] = table,
        };
        ConnectionString = ConnectionStringFor(Ports);
    }

    /// <summary>The emulator's account behind these ports: its own, or a proxy's.</summary>
    public static string ConnectionStringFor(IReadOnlyDictionary<StorageService, int> ports) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};" + string.Concat(ports.Select(
            port => $"{port.Key}Endpoint=http://127.0.0.1:{port.Value}/devstoreaccount1;"));

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _data.Delete(recursive: true);
    }

    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Packages);
        using var npm = Process.Start(new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--no-audit", "--no-fund", "--prefix", Packages, $"azurite@{Version}"])
        { RedirectStandardOutput = true })!;
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm could not install azurite@{Version}; these tests need it and Node.js.");
    }

    private static async Task WaitForAsync(int port)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
