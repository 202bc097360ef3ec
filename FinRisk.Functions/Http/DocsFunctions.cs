using FinRisk.Scoring.Docs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Http;

/// <summary>The API documentation, as OpenAPI documents and as a web page. Anonymous.</summary>
public static class DocsFunctions
{
    /// <summary><c>GET /docs</c></summary>
    [Function("Docs")]
    public static IResult Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        DocsEndpoint.Page(request.HttpContext);

    /// <summary><c>GET /docs/{asset}</c></summary>
    [Function("DocsAsset")]
    public static IResult Asset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{asset}")] HttpRequest request, string asset) =>
        DocsEndpoint.Asset(request.HttpContext, asset);

    /// <summary><c>GET /openapi.json</c></summary>
    [Function("OpenApiJson")]
    public static IResult Json(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        DocsEndpoint.Json(request.HttpContext);

    /// <summary><c>GET /openapi.yaml</c></summary>
    [Function("OpenApiYaml")]
    public static IResult Yaml(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.yaml")] HttpRequest request) =>
        DocsEndpoint.Yaml(request.HttpContext);

    /// <summary><c>GET /problems/{code}</c></summary>
    [Function("Problem")]
    public static IResult Problem(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "problems/{code}")] HttpRequest request, string code) =>
        DocsEndpoint.Problem(request.HttpContext, code);
}
