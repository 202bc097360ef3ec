using System.Globalization;
using System.Text.RegularExpressions;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>Every decision record has the form of its template: number, date, status, decision, reasons.</summary>
public sealed partial class DecisionTests
{
    public static TheoryData<string> Records =>
        [.. Directory.EnumerateFiles(
            Repository.PathOf("docs/decisions"), "*.md").Select(file => Path.GetFileName(file)!).Order()];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_has_the_templates_form(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.PathOf("docs/decisions"), file));
        var form = Form().Match(text);
        Assert.True(form.Success, $"{file} does not begin with number, date, status and decision.");
        Assert.Equal(
            int.Parse(file[..4], CultureInfo.InvariantCulture),
            int.Parse(form.Groups["number"].Value, CultureInfo.InvariantCulture));
        Assert.Contains("\n**Why.**", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"\A# (?<number>\d+)\. .+\n\n- \*\*Date\*\*: (?:\d{4}-\d\d-\d\d|YYYY-MM-DD)[^\n]*"
        + @"\n- \*\*Status\*\*: [^\n]+\n\n\*\*Decision\.\*\*")]
    private static partial Regex Form();
}
