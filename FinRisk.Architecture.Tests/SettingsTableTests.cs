using System.Text.RegularExpressions;
using FinRisk.Local.Settings;
using FinRisk.Scoring.Settings;
using FinRisk.Testing;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Architecture.Tests;

/// <summary>Contract section 9 names every setting that either host reads, and README names none that is not there.</summary>
public sealed partial class SettingsTableTests
{
    private static readonly HashSet<string> Tabled = Names(Section(Repository.Read("docs/contract.md"), "## 9. Settings"));

    [Fact]
    public void Every_setting_that_is_read_is_in_the_table()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        LocalSettingsReader.Read(reader, new ConfigurationBuilder().Build());
        Assert.Empty(reader.Known.Concat(DeploymentFiles.Known()).Distinct().Except(Tabled));
    }

    [Fact]
    public void README_names_no_setting_that_is_not_in_the_table()
    {
        var named = Names(Section(Repository.Read("README.md"), "## Settings"));
        Assert.True(named.Count >= 5, "The settings of README were not found.");
        Assert.Empty(named.Except(Tabled));
    }

    /// <summary>The lines of a page from a heading to the next of the same level.</summary>
    private static string Section(string page, string heading)
    {
        var from = page.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(from >= 0, $"'{heading}' was not found.");
        var to = page.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return to < 0 ? page[from..] : page[from..to];
    }

    private static HashSet<string> Names(string section) =>
        Name().Matches(section).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A section and a name, or a name of the platform's or OpenTelemetry's.</summary>
    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+(?::[A-Za-z{}]+)+|[A-Z]+_[A-Z_]+|AzureWebJobsStorage)`")]
    private static partial Regex Name();
}
