using FinRisk.Scoring.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Who sent a request, by what its browser says.</summary>
public sealed class SameOriginTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "http://finrisk.example:7071", true)]
    [InlineData("same-site", "http://other.example", false)]
    [InlineData("cross-site", "http://finrisk.example:7071", false)]
    [InlineData("none", null, false)]
    [InlineData(null, "http://finrisk.example:7071", true)]
    [InlineData(null, "https://finrisk.example:7071", true)]
    [InlineData(null, "http://finrisk.example", false)]
    [InlineData(null, "http://evil.example:7071", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "", false)]
    public async Task Only_the_page_itself_and_what_is_no_browser_pass(string? site, string? origin, bool passes)
    {
        var http = HttpSample.Request(path: "/ops/circuit");
        http.Request.Host = new("finrisk.example:7071");
        if (site is not null)
            http.Request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            http.Request.Headers.Origin = origin;

        Assert.Equal(passes, SameOrigin.TryAuthorize(http, out var refusal));
        if (refusal is null)
            return;
        var reply = await refusal.ReplyAsync(http);
        Assert.Equal((403, "forbidden"), (reply.Status, reply.Code));
        Assert.StartsWith("A page of another origin sent this request", reply.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_sent_twice_says_nothing_good()
    {
        var http = HttpSample.Request();
        http.Request.Headers["Sec-Fetch-Site"] = new(["same-origin", "same-origin"]);
        Assert.False(SameOrigin.TryAuthorize(http, out _));
    }
}
