using System.Text.RegularExpressions;
using System.Xml.Linq;
using FinRisk.Scoring.Http;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// The policies of API Management, which nothing can run without a subscription: that they are XML, and that what the gateway
/// words is the contract's.
/// </summary>
public sealed class GatewayPolicyTests
{
    [Fact]
    public void A_refusal_is_worded_by_the_gateway_as_the_contract_words_it()
    {
        var body = Policy("problem.xml").Element("set-body")!.Value;
        var headers = Policy("problem.xml").Elements("set-header").Select(header => header.Attribute("name")!.Value);

        Assert.Equal(
            ["type", "title", "status", "detail", "instance", "code", "correlationId", "retryable"],
            Regex.Matches(body, "new JProperty\\(\"(\\w+)\"").Select(match => match.Groups[1].Value));
        Assert.Contains("\"urn:finrisk:problem:\" + ", body, StringComparison.Ordinal);
        Assert.Contains(
            $"limited ? \"{ProblemKind.RateLimited.Title}\" : \"{ProblemKind.Unauthorized.Title}\"", body,
            StringComparison.Ordinal);
        Assert.Equal((true, false), (ProblemKind.RateLimited.Retryable, ProblemKind.Unauthorized.Retryable));
        Assert.Equal(["Content-Type", "Cache-Control", "Link", "X-Correlation-ID"], headers);
    }

    [Fact]
    public void A_401_of_the_gateway_carries_the_challenge_of_the_contract()
    {
        var header = Policy("problem.xml").Descendants("when").Single().Element("set-header")!;
        Assert.Equal("WWW-Authenticate", header.Attribute("name")!.Value);
        Assert.Contains(
            $"with `WWW-Authenticate: {header.Element("value")!.Value}`",
            Repository.Read("docs/contract.md"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_codes_are_the_contracts()
    {
        var (limited, refused) = (ProblemKind.RateLimited, ProblemKind.Unauthorized);
        var code = Policy("problem.xml").Elements("set-variable")
            .Single(variable => variable.Attribute("name")!.Value == "problemCode");

        Assert.Equal(
            $"@(context.Response.StatusCode == {limited.Status} ? \"{limited.Code}\" : \"{refused.Code}\")",
            code.Attribute("value")!.Value);
    }

    [Theory]
    [InlineData("outbound", "== 401 && !")]
    [InlineData("on-error", "== 401 || context.Response.StatusCode == 429")]
    public void Both_the_hosts_refusals_and_the_gateways_own_are_worded(string section, string condition)
    {
        var when = Policy("api.xml").Element(section)!.Element("choose")!.Element("when")!;

        Assert.Contains(condition, when.Attribute("condition")!.Value, StringComparison.Ordinal);
        Assert.Equal("problem", when.Element("include-fragment")!.Attribute("fragment-id")!.Value);
    }

    [Fact]
    public void A_subscription_is_limited_and_its_key_goes_no_further()
    {
        var inbound = Policy("product.xml").Element("inbound")!;
        var key = inbound.Elements("set-header").Single();

        Assert.Equal("60", inbound.Element("rate-limit")!.Attribute("renewal-period")!.Value);
        Assert.Equal(("x-functions-key", "override"), (key.Attribute("name")!.Value, key.Attribute("exists-action")!.Value));
        Assert.Equal("{{function-key-${caller}}}", key.Element("value")!.Value);
    }

    /// <summary>A policy without the lines that are Terraform's own.</summary>
    private static XElement Policy(string file) => XElement.Parse(Regex.Replace(
        Repository.Read($"infra/modules/api-management/policies/{file}"), "^%\\{.*\\}$", "", RegexOptions.Multiline));
}
