using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// The contract for programs and for people (contract, section 11), the same in every host. Anonymous. Everything is read when it is first
/// asked for, so that nobody else pays for it.
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

    private static readonly Lazy<FixedContent> YamlContent = new(() => Own("openapi.yaml", "application/yaml"));
    private static readonly Lazy<FixedContent> JsonContent = new(ToJson);
    private static readonly Lazy<FixedContent> PageContent = new(() => Own("docs.html", "text/html; charset=utf-8"));

    private static readonly Dictionary<string, Lazy<FixedContent>> Assets = new(StringComparer.Ordinal)
    {
        ["docs.js"] = new(() => Own("docs.js", Script)),
        ["icon.svg"] = new(() => Own("icon.svg", "image/svg+xml")),

        // The viewer's package holds it compressed.
        ["viewer.js"] = new(() => FixedContent.Embedded(typeof(ScalarOptions), "ScalarStaticAssets.scalar.js", Script, gzipped: true)),
    };

    /// <summary><c>GET /openapi.yaml</c></summary>
    public static IResult Yaml() => new FixedAnswer(YamlContent.Value);

    /// <summary><c>GET /openapi.json</c></summary>
    public static IResult Json() => new FixedAnswer(JsonContent.Value);

    /// <summary><c>GET /docs</c></summary>
    public static IResult Page() => new FixedAnswer(PageContent.Value);

    /// <summary><c>GET /docs/{asset}</c></summary>
    public static IResult Asset(HttpContext http, string? asset) => asset is not null && Assets.TryGetValue(asset, out var content)
        ? new FixedAnswer(content.Value)
        : Problems.Create(http, ProblemKind.NotFound, "The page has no such part.");

    /// <summary><c>GET /problems/{code}</c>: leads to the problem's section of the page, wherever the viewer has it.</summary>
    public static IResult Problem(HttpContext http, string? code) => ProblemKind.All.Any(kind => kind.Code == code)
        ? new LeadAnswer($"{PageRoute}#description/{code}")
        : Problems.Create(http, ProblemKind.NotFound, "There is no problem with this code.");

    private static FixedContent Own(string resource, string mediaType) => FixedContent.Embedded(typeof(DocsEndpoint), resource, mediaType);

    private static FixedContent ToJson()
    {
        using var yaml = new StreamReader(new MemoryStream(YamlContent.Value.Bytes));
        return new FixedContent(YamlToJson.Convert(yaml), "application/json");
    }
}
