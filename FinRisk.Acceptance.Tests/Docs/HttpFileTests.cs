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
        var variables = Variable().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim());
        (variables["host"], variables["simulator"]) = (Base(target.Host.Address), Base(target.Simulator));
        variables["$datetime 'YYYY-MM-DD'"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var (wrong, sent) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var document = await ApiDocument.OfAsync(target.Host.Address);
        foreach (var block in text.Split("###").Skip(1).Select(block => Fill(block, variables)))
        {
            var request = Request().Match(block);
            Assert.True(request.Success, $"No request: {block}");
            var (method, address) = (request.Groups["method"].Value, new Uri(request.Groups["address"].Value));
            var answer = await SendAsync(method, address, request);
            if (NameOf().Match(block) is { Success: true } name)
                variables[$"{name.Groups[1].Value}.response.body.$.validationId"] = answer.Get("validationId");
            sent.Add(document.Find(method, address.AbsolutePath, answer.Status).Operation);

            var announced = Status().Match(block.Split('\n')[0]);
            var right = announced.Success ? $"{answer.Status}" == announced.Groups[1].Value : answer.Status < 400;

            // The example id is nobody's validation.
            if (!right && !(answer.Status == 404 && block.Contains(variables["validationId"], StringComparison.Ordinal)))
                wrong.Add($"{method} {address.AbsolutePath}: {answer.Status} {answer.Text}");
        }

        Assert.Empty(wrong);

        // HEAD is GET once more: one of them is enough to show how it is sent.
        var operations = document.Rows.Select(row => row.Operation).Distinct();
        Assert.Empty(operations.Where(operation => !operation.StartsWith("HEAD ", StringComparison.Ordinal)).Except(sent));
        Assert.Contains(sent, operation => operation.StartsWith("HEAD ", StringComparison.Ordinal));
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
            Assert.True(message.Headers.TryAddWithoutValidation(name, value) || message.Content!.Headers.TryAddWithoutValidation(name, value), line);
        }

        return await Wire.SendAsync(message);
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(.+?)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^# @name (\w+)$", RegexOptions.Multiline)]
    private static partial Regex NameOf();

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<address>\S+)\n(?<headers>(?:[A-Za-z-]+:.*\n)*)(?:\n(?<body>[\s\S]*))?", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@": (\d{3})\b")]
    private static partial Regex Status();
}
