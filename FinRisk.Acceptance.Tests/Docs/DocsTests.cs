using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>Contract 11: the contract itself, for programs and for people, without a key.</summary>
public sealed class DocsTests : AcceptanceTest
{
    /// <summary>The judge must be the document of this repository, which names the address that it is served at.</summary>
    [Fact]
    public async Task The_document_is_served_as_it_is_kept_with_the_address_that_it_is_served_at()
    {
        var served = (await FinRisk.As(null).GetAsync("/openapi.yaml")).Is(200);
        var kept = Repository.Read("openapi.yaml").Split("\n  - url: /\n");
        Assert.Equal($"{kept[0]}\n  - url: {served.Uri.GetLeftPart(UriPartial.Authority)}\n{kept[1]}", served.Text);
    }

    /// <summary>Whole, and not again for those who have it.</summary>
    [Theory]
    [InlineData("/openapi.yaml", "application/yaml")]
    [InlineData("/openapi.json", "application/json")]
    [InlineData("/docs", "text/html")]
    [InlineData("/docs/docs.js", "text/javascript")]
    [InlineData("/docs/viewer.js", "text/javascript")]
    [InlineData("/docs/icon.svg", "image/svg+xml")]
    public async Task A_document_is_sent_once(string path, string mediaType)
    {
        var first = (await FinRisk.As(null).OnFirstHost().GetAsync(path)).Is(200);
        Assert.Equal(mediaType, first.MediaType);
        var again = (await FinRisk.As(null).OnFirstHost().GetAsync(path, ("If-None-Match", first["ETag"]!))).Is(304);
        Assert.Equal(("", first["ETag"]), (again.Text, again["ETag"]));
    }

    /// <summary>What it names in its own markup is there.</summary>
    [Fact]
    public async Task The_page_is_complete()
    {
        var page = await FinRisk.As(null).GetAsync("/docs");
        Assert.StartsWith("default-src 'none';", page["Content-Security-Policy"], StringComparison.Ordinal);
        var parts = page.Text.Split("\"docs/").Skip(1).Select(rest => rest.Split('"')[0]).ToArray();
        Assert.Equal(["docs.js", "icon.svg", "viewer.js"], parts.Order());
    }

    /// <summary>Whoever tries the bare address is led to the page.</summary>
    [Fact]
    public async Task The_bare_address_leads_to_the_page() =>
        Assert.Equal("/docs", (await FinRisk.As(null).GetAsync("/")).Is(302)["Location"]);

    /// <summary>A problem leads to its paragraph.</summary>
    [Fact]
    public async Task A_problem_leads_to_its_section()
    {
        var refused = await FinRisk.PostAsync("{");
        var paragraph = refused["Link"]!.Split('<', '>')[1];
        Assert.Equal("/docs#description/invalid-json", (await FinRisk.As(null).GetAsync(paragraph)).Is(302)["Location"]);
        Expect.Problem(await FinRisk.As(null).GetAsync("/problems/no-such-problem"), 404, "not-found");
        Expect.Problem(await FinRisk.As(null).GetAsync("/docs/no-such-part"), 404, "not-found");
    }
}
