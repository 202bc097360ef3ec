using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>The source files of the library.</summary>
internal static class Source
{
    public static string Root { get; } = Repository.PathOf("FinRisk.Scoring");

    /// <summary>Every file with its path below the library and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal)
                && !file.Path.StartsWith("bin/", StringComparison.Ordinal)),
    ];
}
