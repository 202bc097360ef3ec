using System.Diagnostics;
using FinRisk.Local.Hosting;
using FinRisk.Local.Settings;
using FinRisk.Local.Tests.Harness;
using RiskShield.Simulator;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>What a person sees first.</summary>
[Collection(HostGroup.Name)]
public sealed class BannerTests
{
    private const string Key = "0123456789abcdef";

    /// <summary>The key itself is in no terminal's history: the shell puts it in.</summary>
    [Fact]
    public void Where_callers_need_keys_the_call_takes_the_key_from_a_variable()
    {
        var banner = Banner.Write("http://127.0.0.1:7071", null, "/data", [new CallerKey("broker", Key, IsOperator: false)]);
        Assert.Contains("Try it, with the key of broker in the variable FINRISK_KEY:", banner, StringComparison.Ordinal);
        Assert.Contains("-H \"x-functions-key: $FINRISK_KEY\"", banner, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, banner, StringComparison.Ordinal);
        Assert.DoesNotContain("/control", banner, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_simulators_port_is_taken_it_says_so_and_its_commands_go_to_the_other_port()
    {
        var banner = Banner.Write("http://127.0.0.1:7071", "http://127.0.0.1:40001", "/data", []);
        Assert.Contains("simulated on http://127.0.0.1:40001 (http://127.0.0.1:7072 is taken)", banner, StringComparison.Ordinal);
        Assert.Contains("curl -s -X PUT http://127.0.0.1:40001/control/faults ", banner, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "taken", Banner.Write("http://127.0.0.1:7071", SimulatorOptions.DefaultUrls, "/data", []), StringComparison.Ordinal);
    }

    /// <summary>A shell runs the line as it stands, against a host that demands a key.</summary>
    [Fact]
    public async Task The_call_of_the_banner_is_answered_with_a_score()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/curl"))
            return;
        await using var host = await RunningHost.StartAsync("--Local:Callers:broker:Key=" + Key);
        var call = host.Banner.Split('\n').Single(line => line.Contains("/validate", StringComparison.Ordinal)).Trim();
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", call])
        {
            RedirectStandardOutput = true,
            Environment = { ["FINRISK_KEY"] = Key },
        })!;
        var answer = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience.Long);
        Assert.Contains("\"riskScore\":", answer, StringComparison.Ordinal);
    }
}
