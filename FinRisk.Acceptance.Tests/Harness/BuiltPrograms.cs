using System.Reflection;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Finds the programs that the build made.</summary>
internal static class BuiltPrograms
{
    private static readonly string Configuration =
        typeof(BuiltPrograms).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The built program of a project, in the configuration that this suite was built in.</summary>
    /// <exception cref="FileNotFoundException">It is not built; the message says how to do that.</exception>
    public static string ProgramOf(string project)
    {
        var path = Path.Combine(Repository.Root, project, "bin", Configuration, "net10.0", $"{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"{project} is not built: run `dotnet build {project} -c {Configuration}`, or set FINRISK_URL to test a running "
                + $"host. Looked for {path}.");
    }
}
