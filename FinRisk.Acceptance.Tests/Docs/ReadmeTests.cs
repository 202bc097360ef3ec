using System.Diagnostics;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>What README tells a newcomer to paste does what it says beside it.</summary>
public sealed class ReadmeTests
{
    /// <summary>A failure, the circuit, a degraded answer: one after the other, as the comments say.</summary>
    [OwnHostFact]
    public async Task Its_failure_demonstration_shows_a_failure_the_circuit_and_a_degraded_answer()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/curl"))
            return;
        using var target = await OwnTarget.StartAsync();
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        string[] blocks = [.. readme.Split("```sh\n").Skip(1).Select(block => block.Split("```")[0])];
        var (call, demonstration) = (
            blocks.Single(block => block.StartsWith("curl -s http://127.0.0.1:7071/validate", StringComparison.Ordinal)),
            blocks.Single(block => block.Contains("control/faults", StringComparison.Ordinal)));
        var script = (call + "\n" + demonstration)
            .Replace("http://127.0.0.1:7071", Base(target.Host.Address), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:7072", Base(target.Simulator), StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        var shown = await shell.StandardOutput.ReadToEndAsync();

        string[] expected = ["\"degradedMode\":false", "vendor-error", "circuit-open", "\"degradedMode\":true"];
        var at = 0;
        foreach (var words in expected)
        {
            at = shown.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{words}' is missing or too early in: {shown}");
        }
    }

    private static string Base(Uri address) => address.ToString().TrimEnd('/');
}
