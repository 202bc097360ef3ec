using System.IO.Compression;
using System.Text;
using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Docs;

/// <summary>The documents go out whole, may be kept, are asked for again by their tag, and need nothing from elsewhere.</summary>
public sealed class DocsEndpointTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "yaml", "application/yaml" },
        { "json", "application/json" },
        { "page", "text/html; charset=utf-8" },
        { "docs.js", "text/javascript; charset=utf-8" },
        { "viewer.js", "text/javascript; charset=utf-8" },
        { "icon.svg", "image/svg+xml" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_asked_for_again_by_its_tag(string name, string mediaType)
    {
        var first = await AskAsync(name);
        Assert.Equal((200, mediaType), (first.Response.StatusCode, first.Response.ContentType));
        Assert.Equal(first.Response.ContentLength, first.Response.Body.Length);
        var tag = first.Response.Headers.ETag.ToString();

        foreach (var known in new[] { tag, $"\"other\", W/{tag}", "*" })
        {
            var again = await AskAsync(name, ("If-None-Match", known));
            Assert.Equal((304, 0), (again.Response.StatusCode, again.Response.Body.Length));
            Assert.Equal(
                (tag, Document.CacheControl),
                (again.Response.Headers.ETag.ToString(), again.Response.Headers.CacheControl.ToString()));
        }

        Assert.Equal(200, (await AskAsync(name, ("If-None-Match", "\"other\""))).Response.StatusCode);
    }

    /// <summary>Generators write it into their clients.</summary>
    [Theory]
    [InlineData("json", "\"url\": \"{0}\"")]
    [InlineData("yaml", "\nservers:\n  - url: {0}\n")]
    public async Task The_contract_names_the_absolute_address_that_it_was_read_at(string name, string server)
    {
        var one = await AskAtAsync(name, "risk.example:8443");
        var other = await AskAtAsync(name, "other.example");
        Assert.Contains(string.Format(null, server, "https://risk.example:8443/apis"), Text(one), StringComparison.Ordinal);
        Assert.Contains(string.Format(null, server, "https://other.example/apis"), Text(other), StringComparison.Ordinal);
        Assert.NotEqual(one.Response.Headers.ETag, other.Response.Headers.ETag);
        Assert.Equal("X-Forwarded-Host, X-Forwarded-Prefix, X-Forwarded-Proto", one.Response.Headers.Vary);
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere()
    {
        var page = await AskAsync("page");
        Assert.StartsWith(
            "default-src 'none'; script-src 'self';",
            page.Response.Headers.ContentSecurityPolicy.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("//", Text(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("br;q=1, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData(null, false)]
    public async Task The_viewer_is_sent_compressed_to_those_who_can_read_it(string? accepted, bool compressed)
    {
        var viewer = accepted is null ? await AskAsync("viewer.js") : await AskAsync("viewer.js", ("Accept-Encoding", accepted));
        Assert.Equal(compressed ? "gzip" : "", viewer.Response.Headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", viewer.Response.Headers.Vary.ToString());
        var bytes = ((MemoryStream)viewer.Response.Body).ToArray();
        if (compressed)
        {
            using var plain = new MemoryStream();
            await using (var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                await unzipped.CopyToAsync(plain);
            bytes = plain.ToArray();
        }

        Assert.Contains("createApiReference", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    /// <summary>A strong entity tag stands for one sequence of bytes (RFC 9110, section 8.8.3).</summary>
    [Fact]
    public async Task The_viewer_has_another_tag_for_each_coding()
    {
        (string, string) gzip = ("Accept-Encoding", "gzip");
        var compressed = (await AskAsync("viewer.js", gzip)).Response.Headers.ETag.ToString();
        var plain = (await AskAsync("viewer.js")).Response.Headers.ETag.ToString();
        Assert.NotEqual(compressed, plain);

        Assert.Equal(304, (await AskAsync("viewer.js", gzip, ("If-None-Match", compressed))).Response.StatusCode);
        Assert.Equal(200, (await AskAsync("viewer.js", gzip, ("If-None-Match", plain))).Response.StatusCode);
        Assert.Equal(304, (await AskAsync("viewer.js", ("If-None-Match", plain))).Response.StatusCode);
        Assert.Equal(200, (await AskAsync("viewer.js", ("If-None-Match", compressed))).Response.StatusCode);
    }

    [Fact]
    public async Task A_problem_leads_to_its_section()
    {
        var http = HttpSample.Request();
        await DocsEndpoint.Problem(http, "circuit-open").ExecuteAsync(http);
        Assert.Equal(
            (302, "/docs#description/circuit-open"), (http.Response.StatusCode, http.Response.Headers.Location.ToString()));
    }

    [Theory]
    [InlineData("no-such-code")]
    [InlineData("Internal")]
    [InlineData(null)]
    public async Task What_is_no_problem_is_not_found(string? code)
    {
        var http = HttpSample.Request();
        Assert.Equal("not-found", (await DocsEndpoint.Problem(http, code).ReplyAsync(http)).Code);
        http = HttpSample.Request();
        Assert.Equal("not-found", (await DocsEndpoint.Asset(http, code).ReplyAsync(http)).Code);
    }

    [Fact]
    public async Task Every_problem_names_its_paragraph() => Assert.Equal(
        "</problems/rate-limited>; rel=\"help\"",
        (await Problems.Create(HttpSample.Request(), ProblemKind.RateLimited, "Wait.").ReplyAsync()).Headers["Link"].ToString());

    private static async Task<HttpContext> AskAsync(string name, params (string Name, string Value)[] headers)
    {
        var http = HttpSample.Request();
        foreach (var (header, value) in headers)
            http.Request.Headers[header] = value;
        await AnswerAsync(http, name);
        return http;
    }

    private static async Task<HttpContext> AskAtAsync(string name, string host)
    {
        var http = HttpSample.Request();
        (http.Request.Scheme, http.Request.Host, http.Request.PathBase) = ("https", new HostString(host), "/apis");
        await AnswerAsync(http, name);
        return http;
    }

    private static async Task AnswerAsync(HttpContext http, string name)
    {
        var answer = name switch
        {
            "yaml" => DocsEndpoint.Yaml(http),
            "json" => DocsEndpoint.Json(http),
            "page" => DocsEndpoint.Page(http),
            _ => DocsEndpoint.Asset(http, name),
        };
        await answer.ExecuteAsync(http);
    }

    private static string Text(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
