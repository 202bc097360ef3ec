namespace FinRisk.Scoring.Tests.Architecture;

/// <summary>The source files of the library, found from where the tests run.</summary>
internal static class Source
{
    public static string Repository { get; } = FindRepository();

    public static string Root { get; } = Path.Combine(Repository, "FinRisk.Scoring");

    /// <summary>Every file with its path below the library and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal)),
    ];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }
}
