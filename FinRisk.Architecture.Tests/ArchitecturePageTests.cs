using System.Text.RegularExpressions;
using FinRisk.Scoring.Validations;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>docs/architecture.md names every port, and no port that is none.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.PathOf("docs"), "architecture.md"));

    [Fact]
    public void Every_port_of_the_library_is_in_the_tables() => Assert.Equal(
        typeof(ScoringWorkflow).Assembly.GetExportedTypes().Where(type => type.IsInterface).Select(type => type.Name).Order(),
        Tabled().Order());

    [Fact]
    public void Every_type_of_the_walk_exists()
    {
        var types = typeof(ScoringWorkflow).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var walked = Participants().Matches(Page).Select(match => match.Groups["type"].Value).ToArray();
        Assert.True(walked.Length >= 6, "The walk was not found.");
        Assert.All(walked, name => Assert.Contains(name, types));
    }

    /// <summary>
    /// The picture of the folders is made from the compiled code; on failure the message is the block to paste.
    /// </summary>
    [Fact]
    public void The_picture_of_the_folders_is_that_of_the_compiled_code()
    {
        var picture = $"```mermaid\n{FolderOrderTests.Scoring.ToMermaid()}\n```\n";
        Assert.True(Page.Contains(picture, StringComparison.Ordinal), $"The page should have this picture:\n{picture}");
    }

    private static IEnumerable<string> Tabled() =>
        from line in Page.Split('\n')
        where line.StartsWith("| `I", StringComparison.Ordinal)
        from port in Ports().Matches(line.Split('|')[1])
        select port.Groups["port"].Value;

    [GeneratedRegex("`(?<port>I[A-Z]\\w+)`")]
    private static partial Regex Ports();

    [GeneratedRegex(@"participant \w as (?<type>\w+)")]
    private static partial Regex Participants();
}
