namespace FinRisk.Testing.Tools;

/// <summary>
/// A program of this machine that some tests need. Where it is missing they are skipped and say how to install it; where the
/// environment variable <c>CI</c> (or Azure Pipelines' own, <c>TF_BUILD</c>) is set nothing is skipped, and they fail with the
/// same sentence.
/// </summary>
public sealed class Prerequisite
{
    /// <summary>Node.js with npm, which installs and runs Azurite.</summary>
    public static readonly Prerequisite Node = new("Node.js with npm is", "https://nodejs.org", "node", "node.exe");

    /// <summary>A Redis server.</summary>
    public static readonly Prerequisite Redis = new("redis-server is", "Debian: apt-get install redis-server", "redis-server");

    /// <summary>A Chromium or Chrome.</summary>
    public static readonly Prerequisite Chromium = new(
        "Chromium is",
        "Debian: apt-get install chromium",
        "chromium", "chromium-browser", "google-chrome", "chrome", "chromium.exe", "chrome.exe");

    /// <summary>curl, for a sample.</summary>
    public static readonly Prerequisite Curl = new("curl is", "Debian: apt-get install curl", "curl", "curl.exe");

    /// <summary>Python 3, for a sample.</summary>
    public static readonly Prerequisite Python = new("Python 3 is", "Debian: apt-get install python3", "python3", "python3.exe");

    private static readonly bool IsCi = IsSet("CI") || IsSet("TF_BUILD");

    private readonly string _missing;
    private readonly string? _path;

    private Prerequisite(string subject, string source, params string[] programs)
    {
        _missing = $"{subject} not on the path; install it ({source}) to run this test.";
        _path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => programs.Select(program => System.IO.Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Whether the program was found.</summary>
    public bool IsInstalled => _path is not null;

    /// <summary>The program's path.</summary>
    /// <exception cref="InvalidOperationException">It is not installed; the message says how to install it.</exception>
    public string Path => _path ?? throw new InvalidOperationException(_missing);

    /// <summary>Why a test that needs the program is skipped, or null where it runs.</summary>
    public string? SkipReason => _path is null && !IsCi ? _missing : null;

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
