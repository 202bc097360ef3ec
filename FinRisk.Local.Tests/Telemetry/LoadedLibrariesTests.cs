using System.Diagnostics;
using FinRisk.Local.Hosting;
using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>A host that sends no telemetry does not load OpenTelemetry; seen in the process's own memory map.</summary>
[Collection(HostGroup.Name)]
public sealed class LoadedLibrariesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenTelemetry_is_loaded_only_where_telemetry_is_sent_somewhere(bool sent)
    {
        // Only Linux has such a map.
        if (!File.Exists("/proc/self/maps"))
            return;

        using var folder = new TempFolder();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(LocalHost).Assembly.Location, "--urls", "http://127.0.0.1:0", "--Local:DataFolder=" + folder.Path,
            },
        };
        if (sent)
            start.ArgumentList.Add("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9");
        using var host = Process.Start(start)!;
        try
        {
            string? line;
            do
            {
                // A program reads them: nothing but JSON.
                line = await host.StandardOutput.ReadLineAsync().WaitAsync(Patience.Long);
                Assert.StartsWith("{", line, StringComparison.Ordinal);
            }
            while (!line!.Contains("\"event\":\"host_started\"", StringComparison.Ordinal));

            Assert.False(host.HasExited);
            var map = await File.ReadAllTextAsync($"/proc/{host.Id}/maps");
            Assert.Contains("FinRisk.Scoring.dll", map, StringComparison.Ordinal);
            foreach (var library in (string[])["FinRisk.Telemetry.dll", "OpenTelemetry.dll"])
                Assert.Equal(sent, map.Contains(library, StringComparison.Ordinal));
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync();
        }
    }
}
