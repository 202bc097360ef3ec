using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FinRisk.Scoring.Operations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>The document of the operators' page.</summary>
public sealed partial class OperationsPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_policy_allows_its_own_style_and_script_and_nothing_else(bool withKey)
    {
        var (html, headers) = await LoadAsync(withKey ? OperationsPage.WithKey : OperationsPage.WithoutKey);
        var style = Hash(Style().Match(html).Groups[1].Value);
        var script = Hash(Script().Match(html).Groups[1].Value);
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            headers.ContentSecurityPolicy.ToString());
        Assert.Equal(
            ("no-store", "nosniff", "no-referrer"),
            (headers.CacheControl.ToString(), headers.XContentTypeOptions.ToString(), headers["Referrer-Policy"].ToString()));
        Assert.Contains(withKey ? "data-key=\"asked\"" : "data-key=\"free\"", html, StringComparison.Ordinal);
    }

    /// <summary>The policy would stop these in a browser, where they would be missed.</summary>
    [Fact]
    public async Task It_has_no_inline_handlers_and_refers_to_nothing_outside()
    {
        var (html, _) = await LoadAsync(OperationsPage.WithKey);
        Assert.DoesNotMatch(@"\son[a-z]+\s*=\s*[""']", html);
        Assert.DoesNotMatch(@"\sstyle\s*=\s*[""']", html);
        Assert.DoesNotContain("innerHTML", html, StringComparison.Ordinal);
        var addresses = Address().Matches(html).Select(match => match.Value).Distinct();
        Assert.Equal(["http://www.w3.org/2000/svg"], addresses);
        Assert.NotEmpty(Reference().Matches(html));
        Assert.All(Reference().Matches(html), match => Assert.Matches("^(data:.*|#main)$", match.Groups[1].Value));
    }

    [Fact]
    public async Task No_placeholder_is_left()
    {
        var (html, _) = await LoadAsync(OperationsPage.WithKey);
        Assert.DoesNotContain("/*style*/", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/*script*/", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{key}", html, StringComparison.Ordinal);
    }

    private static async Task<(string Html, IHeaderDictionary Headers)> LoadAsync(OperationsPage page)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await page.ExecuteAsync(http);
        Assert.Equal(
            (200, "text/html; charset=utf-8", body.Length),
            (http.Response.StatusCode, http.Response.ContentType, http.Response.ContentLength!.Value));
        return (Encoding.UTF8.GetString(body.ToArray()), http.Response.Headers);
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script type=\"module\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("https?://[^'\"\\s>]+")]
    private static partial Regex Address();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
