using System.Diagnostics;
using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;
using FinRisk.Testing.Tools;

namespace FinRisk.Client.Tests;

/// <summary>The tour's commands, in its order, against a real host; the texts that it shows are in their output.</summary>
public sealed partial class TourTests
{
    [TourFact]
    public async Task The_tour_shows_what_it_says()
    {
        using var target = await OwnTarget.StartAsync([.. AcceptanceSettings.Patient, ("Circuit:BreakDuration", "00:01:00")]);
        var steps = Step().Matches(Repository.Read("docs/tour.md")).ToList();
        Assert.True(steps.Count >= 8, "The tour's commands were not found.");
        foreach (var step in steps)
        {
            var command = step.Groups["command"].Value
                .Replace("http://127.0.0.1:7071", target.Host.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:7072", target.Simulator.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            var output = await RunAsync(command);
            Assert.All(
                step.Groups["output"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => Assert.True(
                    output.Contains(line, StringComparison.Ordinal), $"'{line}' is not in the output of {command}: {output}"));
        }
    }

    private static async Task<string> RunAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return await output;
    }

    /// <summary>A block to run, and the block of what it shows.</summary>
    [GeneratedRegex("```sh\n(?<command>.+?)```\n\n```text\n(?<output>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Step();

    /// <summary>Skipped where curl is missing, except in CI.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TourFactAttribute : FactAttribute
    {
        public TourFactAttribute() => Skip = Prerequisite.Curl.SkipReason;
    }
}
