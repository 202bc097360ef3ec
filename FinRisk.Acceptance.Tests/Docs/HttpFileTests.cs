using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Acceptance.Tests.Harness.Document;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>
/// <c>FinRisk.http</c> does what it says: every request in it is sent, from the top, to a host as it starts by default, and every
/// operation of the document is among them.
/// </summary>
public sealed partial class HttpFileTests
{
    /// <summary>What a title announces (<c>: 400 invalid-json</c>), or else no refusal.</summary>
    [OwnHostFact]
    public async Task Every_request_is_answered_as_its_title_says()
    {
        using var target = await OwnTarget.StartAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "FinRisk.http"));
        var variables = Variable().Matches(text).ToDictionary(
            match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim());
        (variables["host"], variables["simulator"]) = (Base(target.Host.Address), Base(target.Simulator));
        variables["day"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var (wrong, sent) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var document = await ApiDocument.OfAsync(target.Host.Address);
        foreach (var block in text.Split("###").Skip(1).Select(block => Fill(block, variables)))
        {
            Assert.DoesNotContain("{{", block, StringComparison.Ordinal);
            var request = Request().Match(block);
            Assert.True(request.Success, $"No request: {block}");
            var (method, address) = (request.Groups["method"].Value, new Uri(request.Groups["address"].Value));
            var answer = await SendAsync(method, address, request);
            if (answer.Status is 200 or 202 && address.AbsolutePath == "/validate")
                variables["validationId"] = answer.Get("validationId");
            sent.Add(document.Find(method, address.AbsolutePath, answer.Status).Operation);

            var announced = Status().Match(block.Split('\n')[0]);
            var right = announced.Success ? $"{answer.Status}" == announced.Groups["status"].Value : answer.Status < 400;
            if (!right || !answer.Text.Contains(SaidBy(announced.Groups["word"].Value), StringComparison.Ordinal))
                wrong.Add($"{method} {address.AbsolutePath}: {answer.Status} {answer.Text}");
        }

        Assert.Empty(wrong);

        // HEAD is GET once more: one of them is enough to show how it is sent.
        var operations = document.Rows.Select(row => row.Operation).Distinct();
        Assert.Empty(operations.Where(operation => !operation.StartsWith("HEAD ", StringComparison.Ordinal)).Except(sent));
        Assert.Contains(sent, operation => operation.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    /// <summary>
    /// What Visual Studio, Rider and the REST Client of VS Code have in common: variables without blanks around the equals
    /// sign, whose names are letters; no names of requests, no values out of other answers, no functions; comments on lines of
    /// their own. </summary>
    [Fact]
    public void It_is_written_in_what_the_three_clients_have_in_common()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "FinRisk.http"));
        var defined = Variable().Matches(text).Select(match => match.Groups["name"].Value).ToArray();
        Assert.NotEmpty(defined);
        Assert.All(text.Split('\n').Where(line => line.StartsWith('@')), line => Assert.Matches(Variable(), line));
        Assert.Empty(Placeholder().Matches(text).Select(match => match.Groups[1].Value).Except(defined));
        Assert.DoesNotContain("# @", text, StringComparison.Ordinal);
        Assert.All(
            text.Split("###").Skip(1),
            block => Assert.Matches(Request(), block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
    }

    private static string Base(Uri address) => address.ToString().TrimEnd('/');

    private static string Fill(string block, Dictionary<string, string> variables) =>
        Placeholder().Replace(block, match => variables.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    private static async Task<Answer> SendAsync(string method, Uri address, Match request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), address);
        if (request.Groups["body"].Value.Trim() is { Length: > 0 } body)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var line in request.Groups["headers"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            Assert.True(
                message.Headers.TryAddWithoutValidation(name, value)
                    || message.Content!.Headers.TryAddWithoutValidation(name, value),
                line);
        }

        return await Wire.SendAsync(message);
    }

    /// <summary>Degraded is a member of a score, any other word the code of a problem.</summary>
    private static string SaidBy(string word) => word is "degraded" ? "\"degradedMode\":true" : word;

    [GeneratedRegex(@"^@(?<name>\w+)=(?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(.+?)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"^(?<method>[A-Z]+) (?<address>\S+)\n(?<headers>(?:[A-Za-z-]+:.*\n)*)(?:\n(?<body>[\s\S]*))?", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@": (?<status>\d{3})(?: (?<word>degraded|[a-z]+(?:-[a-z]+)+))?")]
    private static partial Regex Status();
}
