using System.Text.RegularExpressions;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>Every mitigation of docs/threat-model.md names what holds it, and that exists.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string Docs = Repository.PathOf("docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Docs, "threat-model.md"));

    [Fact]
    public void Every_link_leads_to_a_file() => Assert.Empty(BrokenLinks(Page));

    [Fact]
    public void Every_linked_test_class_has_tests() => Assert.Empty(
        from link in Links(Page)
        where link.EndsWith("Tests.cs", StringComparison.Ordinal) && File.Exists(Path.Combine(Docs, link))
        let text = File.ReadAllText(Path.Combine(Docs, link))
        where !TestMethod().IsMatch(text)
            || !text.Contains($"class {Path.GetFileNameWithoutExtension(link)}", StringComparison.Ordinal)
        select link);

    /// <summary>A row without a link claims what nobody checks; "the same three" points at the row above.</summary>
    [Fact]
    public void Every_threat_has_something_that_holds_it()
    {
        var rows = Rows(Page).ToList();
        Assert.True(rows.Count > 25, "The tables were not found.");
        Assert.DoesNotContain(
            rows,
            row => !row.Contains("](", StringComparison.Ordinal) && !row.Contains("the same three", StringComparison.Ordinal));
    }

    [Fact]
    public void A_broken_link_is_seen() => Assert.Equal(["../nowhere.cs"], BrokenLinks("| a | b | [x](../nowhere.cs) |"));

    private static string[] BrokenLinks(string text) => [.. Links(text).Where(link => !File.Exists(Path.Combine(Docs, link)))];

    private static IEnumerable<string> Links(string text) =>
        Link().Matches(text).Select(match => match.Groups["target"].Value.Split('#')[0]).Distinct();

    /// <summary>The rows of the tables "threat, mitigation, held by".</summary>
    private static IEnumerable<string> Rows(string text)
    {
        var inside = false;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith('|'))
                inside = false;
            else if (line.StartsWith("| threat |", StringComparison.Ordinal))
                inside = true;
            else if (inside && !line.StartsWith("| ---", StringComparison.Ordinal))
                yield return line;
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[[A-Za-z]*(?:Fact|Theory)")]
    private static partial Regex TestMethod();
}
