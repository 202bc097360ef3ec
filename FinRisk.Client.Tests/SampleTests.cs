using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;
using FinRisk.Testing.Tools;
using Person = FinRisk.Testing.Applicants.SampleApplicant;

namespace FinRisk.Client.Tests;

/// <summary>
/// The samples of docs/callers.md, run against a real host: a score, one that takes longer than the host waits, and a refusal.
/// The TypeScript one is compiled and run by .ci/clients/run, which has the compiler.
/// </summary>
public sealed class SampleTests
{
    private static readonly int Score = Person.Jane.ExpectedScore;

    public static TheoryData<string> Samples => [Csharp, Curl, Python];

    private const string Csharp = "samples/FinRisk.Sample/Program.cs";
    private const string Curl = "samples/validate.sh";
    private const string Python = "samples/validate.py";

    [SampleTheory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_reads_each_outcome(string sample)
    {
        using var target = await OwnTarget.StartAsync([
            .. AcceptanceSettings.Patient,
            ("Validation:SyncWait", "00:00:01"),
            ("ScoreHistory:CacheFor", "00:00:00"),
            ("Features:GracefulDegradation", "false")]);
        Assert.StartsWith($"scored {Score} ", await RunAsync(sample, target, "application-4711-1"), StringComparison.Ordinal);

        await target.Vendor.PlanAsync(new JsonObject { ["sequence"] = FaultScript.Parse("ok+2500") });
        Assert.StartsWith($"scored {Score} ", await RunAsync(sample, target, "application-4711-2"), StringComparison.Ordinal);

        await target.Vendor.PlanAsync(new JsonObject { ["sequence"] = FaultScript.Parse("422") });
        Assert.StartsWith(
            "refused vendor-rejected, retryable false", await RunAsync(sample, target, "application-4711-3"),
            StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> RunAsync(string sample, OwnTarget target, string key)
    {
        var start = sample switch
        {
            Csharp => new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program(), key]),
            Curl => new ProcessStartInfo("bash", [Repository.PathOf(sample), key]),
            _ => new ProcessStartInfo(Prerequisite.Python.Path, [Repository.PathOf(sample), key]),
        };
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["FINRISK_URL"] = target.Host.Address.GetLeftPart(UriPartial.Authority);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}: {await errors}");
        return await output;
    }

    private static string Program()
    {
        var configuration = typeof(SampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return Repository.PathOf($"samples/FinRisk.Sample/bin/{configuration}/net10.0/FinRisk.Sample.dll");
    }

    /// <summary>Skipped where curl or Python is missing, except in CI.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SampleTheoryAttribute : TheoryAttribute
    {
        public SampleTheoryAttribute() => Skip = Prerequisite.Curl.SkipReason ?? Prerequisite.Python.SkipReason;
    }
}
