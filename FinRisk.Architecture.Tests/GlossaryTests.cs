using System.Reflection;
using System.Text.RegularExpressions;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>A name that the glossary leads to is there.</summary>
public sealed partial class GlossaryTests
{
    private static readonly HashSet<string> Names =
    [
        .. from product in (string[])["FinRisk.Scoring", "FinRisk.Local", "FinRisk.Functions"]
           from type in Assembly.Load(product).GetTypes()
           select type.Name,
        .. Directory.EnumerateDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)),
    ];

    [Fact]
    public void Every_type_and_project_of_the_last_column_is_in_the_code()
    {
        var rows = Row().Matches(Repository.Read("docs/glossary.md"));
        Assert.True(rows.Count > 30, "The glossary's rows were not found.");
        var named = rows.SelectMany(row => Name().Matches(row.Groups["code"].Value))
            .Select(name => name.Groups["name"].Value)
            .ToList();
        Assert.True(named.Count > 30, "The glossary's names were not found.");
        Assert.Empty(named.Except(Names));
    }

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \|(?<code>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
