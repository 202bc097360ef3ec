using System.Reflection;
using System.Text.RegularExpressions;
using FinRisk.Client;
using FinRisk.Scoring.Http;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// What callers are told agrees with the code: every problem code has its row, and the samples are those that are run.
/// </summary>
public sealed partial class CallersGuideTests
{
    private const string Page = "docs/callers.md";

    /// <summary>
    /// A row is the status, the code and whether to send the request again: <c>| 503 | `circuit-open` | yes | …</c>.
    /// </summary>
    [Fact]
    public void The_decision_table_has_every_problem_code_with_its_status_and_whether_it_is_retried()
    {
        var rows = Row().Matches(Repository.Read(Page)).Select(row => (
            row.Groups["code"].Value,
            int.Parse(row.Groups["status"].ValueSpan, provider: null),
            row.Groups["retry"].Value == "yes"));
        Assert.Equal(
            ProblemKind.All.Select(kind => (kind.Code, kind.Status, kind.Retryable)).Order(),
            rows.Order());
    }

    [Fact]
    public void The_client_knows_exactly_the_problem_codes() => Assert.Equal(
        ProblemKind.All.Select(kind => kind.Code),
        typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!));

    [Theory]
    [InlineData("csharp", "samples/FinRisk.Sample/Program.cs")]
    [InlineData("sh", "samples/validate.sh")]
    [InlineData("python", "samples/validate.py")]
    [InlineData("typescript", "samples/validate.ts")]
    public void A_sample_on_the_page_is_the_one_that_is_run(string language, string sample) =>
        Assert.Contains($"\n```{language}\n{Repository.Read(sample)}```\n", Repository.Read(Page), StringComparison.Ordinal);

    /// <summary>A type of the product would bring the whole product to whoever installs the package.</summary>
    [Fact]
    public void The_client_references_nothing_of_the_product() => Assert.DoesNotContain(
        typeof(FinRiskClient).Assembly.GetReferencedAssemblies(),
        reference => reference.Name!.StartsWith("FinRisk", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| `(?<code>[a-z-]+)` \| (?<retry>yes|no) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
