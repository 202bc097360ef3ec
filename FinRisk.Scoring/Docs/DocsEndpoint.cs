using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// The contract for programs and for people (contract, section 11), the same in every host. Anonymous. Everything is read when it is
/// first asked for, so that nobody else pays for it.
/// </summary>
public static class DocsEndpoint
{
    /// <summary>The OpenAPI document as it is kept.</summary>
    public const string YamlRoute = "/openapi.yaml";

    /// <summary>The same in JSON.</summary>
    public const string JsonRoute = "/openapi.json";

    /// <summary>The same as a page.</summary>
    public const string PageRoute = "/docs";

    /// <summary>What the page is made of, with the parameter <c>asset</c>.</summary>
    public const string AssetRoute = "/docs/{asset}";

    /// <summary>What a problem means, with the parameter <c>code</c>.</summary>
    public const string ProblemRoute = "/problems/{code}";

    private const string Script = "text/javascript; charset=utf-8";

    private static readonly Lazy<Document> YamlContent = new(() => Own("openapi.yaml", "application/yaml"));
    private static readonly Lazy<Document> JsonContent = new(() => Own("openapi.json", "application/json"));
    private static readonly Lazy<Document> PageContent = new(() => Own("docs.html", "text/html; charset=utf-8"));

    private static readonly Dictionary<string, Lazy<Document>> Assets = new(StringComparer.Ordinal)
    {
        ["docs.js"] = new(() => Own("docs.js", Script)),
        ["icon.svg"] = new(() => Own("icon.svg", "image/svg+xml")),

        // The viewer's package holds it compressed.
        ["viewer.js"] = new(() => Document.FromResource(typeof(ScalarOptions), "ScalarStaticAssets.scalar.js", Script, isGzipped: true)),
    };

    /// <summary><c>GET /openapi.yaml</c></summary>
    public static IResult Yaml(HttpContext http) => YamlContent.Value.ToResult(http);

    /// <summary><c>GET /openapi.json</c></summary>
    public static IResult Json(HttpContext http) => JsonContent.Value.ToResult(http);

    /// <summary><c>GET /docs</c></summary>
    public static IResult Page(HttpContext http) => PageContent.Value.ToResult(http);

    /// <summary><c>GET /docs/{asset}</c></summary>
    public static IResult Asset(HttpContext http, string? asset) => asset is not null && Assets.TryGetValue(asset, out var content)
        ? content.Value.ToResult(http)
        : Problems.Create(http, ProblemKind.NotFound, "The page has no such part.");

    /// <summary><c>GET /problems/{code}</c>: leads to the problem's section of the page, wherever the viewer has it.</summary>
    public static IResult Problem(HttpContext http, string? code)
    {
        if (ProblemKind.All.All(kind => kind.Code != code))
            return Problems.Create(http, ProblemKind.NotFound, "There is no problem with this code.");
        http.Response.Headers.CacheControl = Document.CacheControl;
        return TypedResults.LocalRedirect($"~{PageRoute}#description/{code}");
    }

    private static Document Own(string resource, string mediaType) => Document.FromResource(typeof(DocsEndpoint), resource, mediaType);
}
