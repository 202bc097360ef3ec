using System.Text.RegularExpressions;
using FinRisk.Functions.Settings;
using FinRisk.Local.Settings;
using FinRisk.Scoring;
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
        Assert.Empty(reader.SettingNames.Concat(DeploymentFiles.Known()).Distinct().Except(Tabled));
    }

    /// <summary>
    /// Defaults and ranges are what the readers apply; <c>--help</c> prints the same. Behind them stands what words have to add.
    /// </summary>
    [Fact]
    public void Every_default_and_range_in_the_table_is_the_codes()
    {
        var functions = new SettingsReader(new ConfigurationBuilder().Build());
        FinRiskSettingsReader.Read(functions);
        var shared = functions.SettingNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        FunctionsSettingsReader.Read(functions);
        var both = SettingsHelp.Settings.Where(setting => shared.Contains(setting.Name)).Select(setting => Row(setting, "both"));
        var local = SettingsHelp.Settings.Where(setting => !shared.Contains(setting.Name))
            .Select(setting => Row(setting, "local"));
        var ofFunctions = functions.Descriptions.Where(setting => !shared.Contains(setting.Name))
            .Select(setting => Row(setting, "Functions"));
        var expected = both.Concat(local).Concat(ofFunctions);

        var table = Section(Repository.Read("docs/contract.md"), "## 9. Settings").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => string.Join("|", line.Split('|')[..5]) + "|");
        var rows = string.Join('\n', expected);
        Assert.True(rows == string.Join('\n', table), $"The table's rows should begin with:\n{rows}");
    }

    [Fact]
    public void README_names_no_setting_that_is_not_in_the_table()
    {
        var named = Names(Section(Repository.Read("README.md"), "## Settings"));
        Assert.True(named.Count >= 5, "The settings of README were not found.");
        Assert.Empty(named.Except(Tabled));
    }

    private static string Row(SettingDescription setting, string host) =>
        $"| `{setting.Name}` | {setting.Default} | {setting.Range} | {host} |";

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
    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+(?::[A-Za-z{}]+)+|[A-Z]+_[A-Z_]+|AzureWebJobsStorage|urls)`")]
    private static partial Regex Name();
}
