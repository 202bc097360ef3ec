using System.Diagnostics;
using System.Runtime.InteropServices;
using FinRisk.Testing;
using FinRisk.Testing.Tools;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>
/// Pact's native library (pact_ffi), as <c>native/package-lock.json</c> pins it; installed from npm when first used.
/// </summary>
internal static class PactLibrary
{
    private static readonly Lazy<nint> Loaded = new(() => NativeLibrary.Load(FindOrInstall()));

    /// <summary>Has the functions of <see cref="PactNative"/> found in it.</summary>
    public static void Register() => NativeLibrary.SetDllImportResolver(
        typeof(PactLibrary).Assembly, (name, _, _) => name == PactNative.Library ? Loaded.Value : 0);

    private static string FindOrInstall()
    {
        var folder = Repository.PathOf("FinRisk.Contract.Tests/native");
        var record = Path.Combine(folder, "node_modules/.package-lock.json");
        var wanted = Path.Combine(folder, "package-lock.json");

        // npm leaves its own record of what it installed; older than the lock file, it is of another version.
        if (!File.Exists(record) || File.GetLastWriteTimeUtc(record) < File.GetLastWriteTimeUtc(wanted))
            Install(folder);
        return Directory.EnumerateFiles(Path.Combine(folder, "node_modules"), "*pact_ffi.*", SearchOption.AllDirectories)
            .Single(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll");
    }

    private static void Install(string folder)
    {
        // Without Node.js the sentence that says how to install it.
        _ = Prerequisite.Node.Path;
        var program = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        using var npm = Process.Start(new ProcessStartInfo(program, ["ci", "--no-progress"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException("npm could not install Pact's library (FinRisk.Contract.Tests/native).");
    }
}
