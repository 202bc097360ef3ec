using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Http;

namespace FinRisk.Scoring.Tests.Docs;

/// <summary>The document says what the code does: the version, and every problem with its status, words and section.</summary>
public sealed partial class ApiDocumentTests
{
    public static TheoryData<string> Codes => [.. ProblemKind.All.Select(kind => kind.Code)];

    [Fact]
    public async Task It_has_the_products_version() => Assert.Equal(
        typeof(DocsEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(
            '+')[0],
        (await ReadAsync()).GetProperty("info").GetProperty("version").GetString());

    [Fact]
    public async Task It_knows_exactly_our_problem_codes()
    {
        var listed = (await ReadAsync()).GetProperty("components").GetProperty("schemas").GetProperty("ProblemCode").GetProperty(
            "x-extensible-enum");
        Assert.Equal(ProblemKind.All.Select(kind => kind.Code), listed.EnumerateArray().Select(code => code.GetString()));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_problem_has_its_example(string code)
    {
        var kind = ProblemKind.All.Single(kind => kind.Code == code);
        var example =
            (await ReadAsync()).GetProperty("components").GetProperty("examples").GetProperty(code).GetProperty("value");
        Assert.Equal(
            ($"urn:finrisk:problem:{code}", code, kind.Title, kind.Status, kind.Retryable),
            (example.GetProperty("type").GetString(), example.GetProperty("code").GetString(),
                example.GetProperty("title").GetString(),
                example.GetProperty("status").GetInt32(), example.GetProperty("retryable").GetBoolean()));
    }

    /// <summary>The page's sections are the headings of the description; <c>/problems/{code}</c> leads to them.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_problem_has_its_section(string code)
    {
        var kind = ProblemKind.All.Single(kind => kind.Code == code);
        var description = (await ReadAsync()).GetProperty("info").GetProperty("description").GetString()!;
        var section = Assert.Single(
            Sections().Split(description), text => text.StartsWith(code + "\n", StringComparison.Ordinal));
        Assert.StartsWith(
            $"{code}\n\n**{kind.Status}, {(kind.Retryable ? "retryable" : "not retryable")}.** ",
            section,
            StringComparison.Ordinal);
    }

    /// <summary>Generated clients have one type for them: Kiota takes the first schema, NSwag throws at the second.</summary>
    [Fact]
    public async Task An_operation_has_one_schema_for_all_its_successes()
    {
        var successes = (
            from path in (await ReadAsync()).GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            from response in operation.Value.GetProperty("responses").EnumerateObject()
            where response.Name.StartsWith('2') && response.Value.TryGetProperty("content", out _)
            from content in response.Value.GetProperty("content").EnumerateObject()
            where content.Name == "application/json"
            select (
                Operation: $"{operation.Name} {path.Name}", Schema: content.Value.GetProperty("schema").GetRawText())).ToList();
        Assert.Equal(2, successes.Count(success => success.Operation == "post /validate"));
        Assert.DoesNotContain(successes.Distinct().CountBy(success => success.Operation), operation => operation.Value > 1);
    }

    /// <summary>
    /// NSwag's clients cannot read a word that is no identifier, and none can read one that is added: those are open.
    /// </summary>
    [Fact]
    public async Task The_words_of_a_closed_enumeration_are_identifiers()
    {
        var words = Enumerations((await ReadAsync()).GetProperty("components").GetProperty("schemas")).ToList();
        Assert.Contains("MEDIUM", words);
        Assert.All(words, word => Assert.Matches("^[A-Za-z]+$", word));
    }

    private static IEnumerable<string> Enumerations(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "enum", Value.ValueKind: JsonValueKind.Array }
                ? member.Value.EnumerateArray().Select(word => word.GetString()!)
                : Enumerations(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Enumerations),
        _ => [],
    };

    private static async Task<JsonElement> ReadAsync()
    {
        var http = HttpSample.Request();
        return (await DocsEndpoint.Json(http).ReplyAsync(http)).Body;
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Sections();
}
