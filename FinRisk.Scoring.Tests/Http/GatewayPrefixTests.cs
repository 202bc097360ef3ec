using System.Net;
using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Settings;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: behind a gateway with a path prefix <c>Location</c> and <c>Link</c> can be followed.</summary>
public sealed class GatewayPrefixTests
{
    [Theory]
    [InlineData("10.1.2.3", "/finrisk", "/finrisk")]
    [InlineData("10.1.2.3", "/api/finrisk-v1/", "/api/finrisk-v1")]
    [InlineData("::ffff:10.1.2.3", "/finrisk", "/finrisk")]
    [InlineData("192.0.2.7", "/finrisk", "/finrisk")]
    [InlineData("192.0.2.8", "/finrisk", "")]
    [InlineData("127.0.0.1", "/finrisk", "")]
    [InlineData("10.1.2.3", "//evil.example", "")]
    [InlineData("10.1.2.3", "/a/../b", "")]
    [InlineData("10.1.2.3", "/.", "")]
    [InlineData("10.1.2.3", "https://evil.example", "")]
    [InlineData("10.1.2.3", "/a, /b", "")]
    [InlineData("10.1.2.3", "/a>; rel=\"next\"", "")]
    [InlineData("10.1.2.3", "/", "")]
    [InlineData("10.1.2.3", "", "")]
    public void A_prefix_counts_from_a_trusted_proxy_and_as_a_plain_path_only(string peer, string sent, string expected)
    {
        var http = HttpSample.Request();
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        http.Request.Headers["X-Forwarded-Prefix"] = sent;
        var settings = Configured.Read(("Gateway:TrustedProxies", "10.0.0.0/8, 192.0.2.7"));
        new GatewayPrefix(settings.Gateway).Apply(http);
        Assert.Equal(expected, http.Request.PathBase.ToUriComponent());
    }

    [Fact]
    public void By_default_nobody_is_trusted()
    {
        var http = HttpSample.Request();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers["X-Forwarded-Prefix"] = "/finrisk";
        new GatewayPrefix(new GatewaySettings()).Apply(http);
        Assert.Equal("", http.Request.PathBase.Value);
    }

    [Fact]
    public async Task What_leads_elsewhere_begins_with_the_prefix()
    {
        var accepted = Prefixed();
        await OutcomeMapper.ToAccepted(accepted, Sample.Id, ValidationStatus.Running, "corr-1").ExecuteAsync(accepted);
        Assert.Equal($"/finrisk/validations/{Sample.Id}", accepted.Response.Headers.Location);

        var outcome = new ValidationOutcome(3, Sample.Start, Failure: FailureCode.VendorTimeout);
        var failed = Prefixed();
        var reply = await OutcomeMapper.ToResult(failed, Sample.Record(outcome), outcome, Sample.Start).ReplyAsync(failed);
        Assert.Equal(
            ("</finrisk/problems/vendor-timeout>; rel=\"help\"", $"/finrisk/validations/{Sample.Id}"),
            (reply.Headers.Link.ToString(), reply.Text("instance")));

        var refused = Prefixed();
        reply = await Problems.Create(refused, ProblemKind.NotFound, "There is none.").ReplyAsync(refused);
        Assert.Equal("/finrisk/validate", reply.Text("instance"));

        var problem = Prefixed();
        await DocsEndpoint.Problem(problem, "circuit-open").ExecuteAsync(problem);
        Assert.Equal("/finrisk/docs#description/circuit-open", problem.Response.Headers.Location);
    }

    private static DefaultHttpContext Prefixed()
    {
        var http = HttpSample.Request();
        http.Request.PathBase = "/finrisk";
        return http;
    }
}
