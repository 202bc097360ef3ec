namespace FinRisk.Testing;

/// <summary>The checkout that the running tests were built in.</summary>
public static class Repository
{
    /// <summary>Its root: the folder of FinRisk.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file's full path from its path below the root, with forward slashes.</summary>
    public static string PathOf(string file) => Path.GetFullPath(Path.Combine(Root, file));

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FinRisk.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No FinRisk.sln above {AppContext.BaseDirectory}.");
    }
}
