using System.Reflection;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Finds what the build put where.</summary>
internal static class RepositoryRoot
{
    /// <summary>The repository's root.</summary>
    public static string Folder { get; } = Find();

    private static readonly string Configuration =
        typeof(RepositoryRoot).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The built program of a project, in the configuration that this suite was built in.</summary>
    /// <exception cref="FileNotFoundException">It is not built; the message says how to do that.</exception>
    public static string ProgramOf(string project)
    {
        var path = Path.Combine(Folder, project, "bin", Configuration, "net10.0", $"{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"{project} is not built: run `dotnet build {project} -c {Configuration}`, or set FINRISK_URL to test a running host. Looked for {path}.");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FinRisk.sln")) || File.Exists(Path.Combine(folder.FullName, "global.json")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No FinRisk.sln or global.json above {AppContext.BaseDirectory}.");
    }
}
