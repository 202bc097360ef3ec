using System.Diagnostics;

namespace FinRisk.Bench.Load.Processes;

/// <summary>Publishes a project as it would be shipped: Release, with the project's own settings.</summary>
internal sealed class Publisher(Guardian guardian, string workFolder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Publishes the project in <paramref name="folder"/>, whose name is its program's, and returns the program.
    /// </summary>
    public async Task<PublishedProgram> PublishAsync(string folder, CancellationToken cancellation)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var output = Path.Combine(workFolder, "publish", name);
        if (!File.Exists(Path.Combine(folder, $"{name}.csproj")))
            throw new BenchFailedException($"There is no project {name} in {folder}.");
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);

        Progress.Say($"publishing {name}");
        await RunDotnetAsync(cancellation,
            "publish", folder, "-c", "Release", "-o", output, "--nologo", "-v", "quiet", "--disable-build-servers");
        return PublishedProgram.Read(output, name);
    }

    private async Task RunDotnetAsync(CancellationToken cancellation, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        guardian.Watch(process);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                throw new BenchFailedException($"dotnet {string.Join(' ', arguments)} failed:\n{said}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            guardian.Forget(process);
        }
    }
}
