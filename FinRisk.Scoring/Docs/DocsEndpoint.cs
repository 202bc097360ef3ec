using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// Serves the API documentation, as OpenAPI documents and as a web page (contract, section 11), the same in every host.
/// Anonymous. Each document is loaded on its first request, so that a process that serves none spends no time or memory on them.
/// </summary>
public static class DocsEndpoint
{
    /// <summary>The root of the host.</summary>
    public const string RootRoute = "/";

    /// <summary>The route of the OpenAPI document in YAML.</summary>
    public const string YamlRoute = "/openapi.yaml";

    /// <summary>The route of the OpenAPI document in JSON.</summary>
    public const string JsonRoute = "/openapi.json";

    /// <summary>The route of the documentation page.</summary>
    public const string PageRoute = "/docs";

    /// <summary>The route of the page's assets, with the parameter <c>asset</c>.</summary>
    public const string AssetRoute = "/docs/{asset}";

    /// <summary>The route of a problem's explanation, with the parameter <c>code</c>.</summary>
    public const string ProblemRoute = "/problems/{code}";

    private const string Script = "text/javascript; charset=utf-8";

    private static readonly Lazy<AddressedDocument> YamlContent =
        new(() => AddressedDocument.FromResource("openapi.yaml", "\nservers:\n  - url: ", "\n", "application/yaml"));
    private static readonly Lazy<AddressedDocument> JsonContent =
        new(() => AddressedDocument.FromResource("openapi.json", "\"url\": \"", "\"", "application/json"));
    private static readonly Lazy<Document> PageContent = new(() => FromThisAssembly("docs.html", "text/html; charset=utf-8"));

    private static readonly Dictionary<string, Lazy<Document>> Assets = new(StringComparer.Ordinal)
    {
        ["docs.js"] = new(() => FromThisAssembly("docs.js", Script)),
        ["icon.svg"] = new(() => FromThisAssembly("icon.svg", "image/svg+xml")),

        // The page's viewer is Scalar. Its package embeds the script compressed with gzip.
        ["viewer.js"] = new(() =>
            Document.FromResource(typeof(ScalarOptions), "ScalarStaticAssets.scalar.js", Script, isGzipped: true)),
    };

    /// <summary><c>GET /openapi.yaml</c></summary>
    public static IResult Yaml(HttpContext http) => YamlContent.Value.ToResult(http);

    /// <summary><c>GET /openapi.json</c></summary>
    public static IResult Json(HttpContext http) => JsonContent.Value.ToResult(http);

    /// <summary><c>GET /docs</c></summary>
    public static IResult Page(HttpContext http) => PageContent.Value.ToResult(http);

    /// <summary><c>GET /</c>: redirects to the documentation page.</summary>
    public static IResult Root(HttpContext http)
    {
        http.Response.Headers.CacheControl = Document.CacheControl;
        return TypedResults.LocalRedirect($"~{PageRoute}");
    }

    /// <summary><c>GET /docs/{asset}</c></summary>
    public static IResult Asset(HttpContext http, string? asset) =>
        asset is not null && Assets.TryGetValue(asset, out var content)
            ? content.Value.ToResult(http)
            : Problems.Create(http, ProblemKind.NotFound, "The page has no such part.");

    /// <summary><c>GET /problems/{code}</c>: redirects to the problem's section of the documentation page.</summary>
    public static IResult Problem(HttpContext http, string? code)
    {
        if (ProblemKind.All.All(kind => kind.Code != code))
            return Problems.Create(http, ProblemKind.NotFound, "There is no problem with this code.");
        http.Response.Headers.CacheControl = Document.CacheControl;
        return TypedResults.LocalRedirect($"~{PageRoute}#description/{code}");
    }

    private static Document FromThisAssembly(string resource, string mediaType) =>
        Document.FromResource(typeof(DocsEndpoint), resource, mediaType);
}
