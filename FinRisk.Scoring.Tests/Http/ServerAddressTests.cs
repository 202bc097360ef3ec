using System.Net;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 11: the document names the address that callers use, and nothing that a stranger makes up.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http", "127.0.0.1:7071", "http://127.0.0.1:7071")]
    [InlineData("https", "finrisk.example", "https://finrisk.example")]
    [InlineData("http", "[::1]:7071", "http://[::1]:7071")]
    [InlineData("https", "a.example/evil", "/")]
    [InlineData("https", "user@evil.example", "/")]
    [InlineData("https", "a.example\" x", "/")]
    [InlineData("https", "a.example:1\n", "/")]
    [InlineData("https", "", "/")]
    [InlineData("javascript", "a.example", "/")]
    public void It_is_the_requests_own_where_that_is_plain(string scheme, string host, string expected)
    {
        var http = HttpSample.Request();
        (http.Request.Scheme, http.Request.Host) = (scheme, new HostString(host));
        Assert.Equal(expected, ServerAddress.FromRequest(http));
    }

    [Theory]
    [InlineData("10.1.2.3", "https", "gateway.example", "https://gateway.example/apis")]
    [InlineData("10.1.2.3", null, "gateway.example", "http://gateway.example/apis")]
    [InlineData("10.1.2.3", "https", null, "https://own.example/apis")]
    [InlineData("10.1.2.3", "https", "a.example, b.example", "/apis")]
    [InlineData("10.1.2.3", "ftp", "gateway.example", "/apis")]
    [InlineData("192.0.2.8", "https", "evil.example", "http://own.example")]
    public void A_forwarded_host_counts_from_a_trusted_proxy_only(string peer, string? scheme, string? host, string expected)
    {
        var http = HttpSample.Request();
        (http.Request.Scheme, http.Request.Host) = ("http", new HostString("own.example"));
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        http.Request.Headers["X-Forwarded-Prefix"] = "/apis";
        if (scheme is not null)
            http.Request.Headers["X-Forwarded-Proto"] = scheme;
        if (host is not null)
            http.Request.Headers["X-Forwarded-Host"] = host;
        new GatewayPrefix(Configured.Read(("Gateway:TrustedProxies", "10.0.0.0/8")).Gateway).Apply(http);
        Assert.Equal(expected, ServerAddress.FromRequest(http));
        Assert.Equal("own.example", http.Request.Host.Value);
    }
}
