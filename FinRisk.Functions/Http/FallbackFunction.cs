using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Stories;
using FinRisk.Scoring.Operations.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Http;

/// <summary>
/// Handles every request that matches no other function. It answers 404 or 405 with problem details, which the Functions host
/// itself does not, and redirects <c>/</c> to the documentation instead of the host's default page.
/// </summary>
public static class FallbackFunction
{
    /// <summary>
    /// The function's name. The host tries routes in the alphabetical order of function names, not the most specific first, so
    /// this name must come last.
    /// </summary>
    public const string Name = "WhateverElse";

    private const string Read = "GET, HEAD";
    private const string Write = "POST";

    private static readonly (PathString Path, bool HasChild, string Methods)[] Routes =
    [
        (DocsEndpoint.RootRoute, false, Read),
        (ValidateEndpoint.Route, false, Write),
        ("/validations", true, Read),
        (AuditEndpoint.DayRoute, false, Read),
        (AuditEndpoint.DayRoute, true, Read),
        (OperationsPage.Route, false, Read),
        (SummaryEndpoint.Route, false, Read),
        (StoryEndpoint.SearchRoute, false, Read),
        (StoryEndpoint.SearchRoute, true, Read),
        (CircuitEndpoint.Route, false, Write),
        (SubjectEndpoint.FindRoute, false, Write),
        (SubjectEndpoint.EraseRoute, false, Write),
        ("/health", false, Read),
        (HealthEndpoint.LiveRoute, false, Read),
        (HealthEndpoint.ReadyRoute, false, Read),
        (DocsEndpoint.YamlRoute, false, Read),
        (DocsEndpoint.JsonRoute, false, Read),
        (DocsEndpoint.PageRoute, false, Read),
        (DocsEndpoint.PageRoute, true, Read),
        ("/problems", true, Read),
    ];

    /// <summary>Redirects to the documentation, or answers 404, or 405 with the allowed methods.</summary>
    [Function(Name)]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        if (request.Path == DocsEndpoint.RootRoute && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            return DocsEndpoint.Root(request.HttpContext);
        foreach (var (path, hasChild, methods) in Routes)
        {
            if (!Matches(request.Path, path, hasChild))
                continue;
            request.HttpContext.Response.Headers.Allow = methods;
            return Problems.Create(request.HttpContext, ProblemKind.MethodNotAllowed, "See the Allow header.");
        }

        return Problems.Create(request.HttpContext, ProblemKind.NotFound, "See the documentation for the paths there are.");
    }

    private static bool Matches(PathString sent, PathString path, bool hasChild)
    {
        if (!sent.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out var rest))
            return false;
        var segments = rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
        return segments == (hasChild ? 1 : 0);
    }
}
