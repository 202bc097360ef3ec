using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinRisk.Testing;
using RiskShield.Simulator;

namespace FinRisk.Architecture.Tests;

/// <summary>docs/simulator.md says what the simulator's control port does, and its examples are taken.</summary>
public sealed partial class SimulatorPageTests
{
    private static readonly string Page = Repository.Read("docs/simulator.md");

    [Fact]
    public void Every_call_of_the_control_port_is_in_the_table()
    {
        var mapped = Mapped().Matches(Repository.Read("RiskShield.Simulator/Control/ControlEndpoints.cs"))
            .Select(match => $"{match.Groups["verb"].Value.ToUpperInvariant()} {match.Groups["path"].Value}").ToArray();
        Assert.True(mapped.Length >= 8, "The calls were not found.");
        Assert.Equal(mapped.Order(), Tabled().Matches(Page).Select(match => match.Groups["call"].Value).Order());
    }

    /// <summary>Its own refusal names them all.</summary>
    [Fact]
    public async Task Every_fault_is_in_the_table()
    {
        await using var simulator = await RiskShieldSimulator.StartAsync();
        var (status, refusal) = await PutAsync(simulator, "faults", """{ "fault": "no-such-fault" }""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = JsonDocument.Parse(refusal).RootElement.GetProperty("error").GetString()!;
        var named = error[(error.IndexOf("one of ", StringComparison.Ordinal) + "one of ".Length)..].Split(", ");
        Assert.True(named.Length > 20, error);
        var rows = Page[Page.IndexOf("| name |", StringComparison.Ordinal)..Page.IndexOf("## Latency", StringComparison.Ordinal)];
        var tabled = rows.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line.Split('|')[1])).Select(match => match.Groups["name"].Value);
        Assert.Equal(named.Order(StringComparer.Ordinal), tabled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_example_is_taken()
    {
        await using var simulator = await RiskShieldSimulator.StartAsync();
        var (sent, section) = (0, "");
        foreach (Match match in Example().Matches(Page))
        {
            section = match.Groups["section"].Success ? match.Groups["section"].Value.ToLowerInvariant() : section;
            if (!match.Groups["json"].Success)
                continue;
            var (status, refusal) = await PutAsync(simulator, section, match.Groups["json"].Value);
            Assert.True(status == HttpStatusCode.NoContent, $"{match.Value}: {refusal}");
            sent++;
        }

        Assert.Equal(7, sent);
    }

    private static async Task<(HttpStatusCode Status, string Text)> PutAsync(
        RiskShieldSimulator simulator, string what, string json)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(simulator.Address, $"/control/{what}"))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request, default);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("app\\.Map(?<verb>\\w+)\\(\"(?<path>/control[^\"]*)\"")]
    private static partial Regex Mapped();

    [GeneratedRegex(@"^\| `(?<call>[A-Z]+ /control\S*)` \|", RegexOptions.Multiline)]
    private static partial Regex Tabled();

    [GeneratedRegex("`(?<name>[a-z-]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^## (?<section>\w+)$|^```json\n(?<json>.+?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
