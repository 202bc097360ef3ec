using System.Diagnostics;
using System.Text.Json;
using FinRisk.Testing;

namespace FinRisk.Functions.Tests.Image;

/// <summary>The build property that decides where Durable can keep its state, as MSBuild evaluates it.</summary>
public sealed class DurableBackendTests
{
    private const string Scheduler = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged";

    /// <summary>The scheduler's package comes with its backend and with no other, under lock files of its own.</summary>
    [Theory]
    [InlineData("", false, "")]
    [InlineData("storage", false, "")]
    [InlineData("scheduler", true, "packages.scheduler.lock.json")]
    public void A_backend_has_its_packages(string backend, bool hasScheduler, string lockFile)
    {
        var (code, output) = Evaluate(backend, "-getItem:PackageReference", "-getProperty:NuGetLockFilePath");
        Assert.True(code == 0, output);
        var project = JsonDocument.Parse(output).RootElement;
        var packages = project.GetProperty("Items").GetProperty("PackageReference").EnumerateArray().Select(
            item => item.GetProperty("Identity").GetString());
        Assert.Equal(hasScheduler, packages.Contains(Scheduler));
        Assert.Equal(lockFile, project.GetProperty("Properties").GetProperty("NuGetLockFilePath").GetString());
    }

    /// <summary>A slip is no build for the default backend.</summary>
    [Fact]
    public void Another_value_is_refused_by_name()
    {
        var (code, output) = Evaluate("cosmos", "-target:CheckDurableBackend");
        Assert.NotEqual(0, code);
        Assert.Contains("DurableBackend must be storage or scheduler, not 'cosmos'.", output, StringComparison.Ordinal);
    }

    /// <summary>Locked mode would otherwise write the file that it lacks, and lock nothing.</summary>
    [Fact]
    public void A_locked_restore_needs_its_lock_file()
    {
        var (code, output) = Evaluate(
            "storage", "-target:RequireLockFile", "-p:RestoreLockedMode=true", "-p:NuGetLockFilePath=missing.lock.json");
        Assert.NotEqual(0, code);
        Assert.Contains("FinRisk.Functions has no missing.lock.json", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Evaluate(string backend, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", Repository.PathOf(
                "FinRisk.Functions/FinRisk.Functions.csproj"), "-nologo", $"-p:DurableBackend={backend}", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
