using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FinRisk.Testing;

namespace FinRisk.Functions.Tests.Image;

/// <summary>
/// The build stage of <c>FinRisk.Functions/Dockerfile</c>, carried out once for all tests in an empty folder that stands for the
/// image's root: the files that <c>.dockerignore</c> lets in are copied and the commands run as the Dockerfile says, with an
/// empty package folder, so that a package which restore did not fetch is missed by publish as it would be in the image.
/// </summary>
public sealed partial class BuildStage : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("finrisk-image-");
    private readonly Dictionary<string, string> _environment = [];
    private readonly StringBuilder _log = new();

    internal Dockerfile File { get; } = new(Repository.Read("FinRisk.Functions/Dockerfile"));

    /// <summary>What the last stage puts into <c>/home/site/wwwroot</c>.</summary>
    public string Output => PathOf("/app");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
            return; // every test is skipped
        var context = PathOf("/context");
        var ignored = new DockerIgnore(Repository.Read(".dockerignore"));
        var files = await RunAsync("git ls-files -z --cached --others --exclude-standard", Repository.Root);
        foreach (var file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => !ignored.Ignores(file)).Where(
            file => System.IO.File.Exists(Repository.PathOf(file))))
            Copy(Repository.PathOf(file), Path.Combine(context, file));

        // Packages that this machine has are taken from its cache, the others from its feeds; which ones are fetched is
        // restore's.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (Directory.Exists(cache))
        {
            await System.IO.File.WriteAllTextAsync(
                PathOf("/NuGet.Config"),
                $"""
                <configuration>
                  <packageSources><add key="packages-of-this-machine" value="{cache}" /></packageSources>
                </configuration>
                """);
        }

        _environment["NUGET_PACKAGES"] = PathOf("/packages");
        // A compiler that stays would outlive the folder.
        _environment["UseSharedCompilation"] = "false";
        // The code is analysed where it is built for these tests; a second time would take a quarter of the minute.
        _environment["RunAnalyzers"] = "false";

        var folder = "/";
        foreach (var instruction in File.Instructions.Where(instruction => instruction.Stage == "build"))
        {
            switch (instruction.Name)
            {
                case "ENV":
                    foreach (Match pair in Variable().Matches(instruction.Text))
                        _environment[pair.Groups[1].Value] = pair.Groups[2].Value;
                    break;
                case "WORKDIR":
                    folder = instruction.Text;
                    Directory.CreateDirectory(PathOf(folder));
                    break;
                case "COPY":
                    CopyFromContext(context, instruction, PathOf(folder));
                    break;
                case "RUN":
                    await RunAsync(instruction.Text.Replace(" /app", $" {Output}", StringComparison.Ordinal), PathOf(folder));
                    break;
                case "FROM" or "ARG":
                    break;
                default:
                    throw new NotSupportedException(
                        $"The build stage has a {instruction.Name}, which these tests do not carry out.");
            }
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static void CopyFromContext(string context, Instruction copy, string folder)
    {
        if (copy.Words is not [.. var sources, var target])
            throw new InvalidDataException($"COPY {copy.Text} has no source.");
        foreach (var source in sources)
        {
            var wanted = source == "."
                ? new Regex(".")
                : new Regex("^" + Regex.Escape(source).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "(/|$)");
            var found = Directory.GetFiles(context, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(context, file).Replace('\\', '/'))
                .Where(file => wanted.IsMatch(file))
                .ToArray();
            if (found.Length == 0)
                throw new FileNotFoundException($"COPY {copy.Text}: .dockerignore lets no {source} into the context.");
            foreach (var file in found)
                Copy(Path.Combine(context, file), Path.Combine(folder, target, source == "." ? file : Path.GetFileName(file)));
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        System.IO.File.Copy(from, to, overwrite: true);
    }

    private string PathOf(string path) => Path.Combine(_root.FullName, path.TrimStart('/'));

    private async Task<string> RunAsync(string command, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test run says to its own MSBuild is no business of the image's.
        foreach (var name in start.Environment.Keys.Where(
            name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        _log.Append("$ ").AppendLine(command).Append(output).Append(await errors);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"A command of the image's build failed.\n{_log}");
    }

    [GeneratedRegex("""(\w+)=("[^"]*"|\S+)""")]
    private static partial Regex Variable();
}
