using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Operations.CircuitControl;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Http;

/// <summary>
/// Every path and method that no other function has: answers 404 and 405 as problem details, which the Functions host itself
/// does not.
/// </summary>
public static class WhateverElseFunction
{
    /// <summary>
    /// The function's name. The host tries routes in the order of function names, not the closest match first, so this one must
    /// come after all others.
    /// </summary>
    public const string Name = "WhateverElse";

    private const string Read = "GET, HEAD";
    private const string Write = "POST";

    private static readonly (PathString Path, bool HasChild, string Methods)[] Routes =
    [
        (ValidateEndpoint.Route, false, Write),
        ("/validations", true, Read),
        (AuditEndpoint.DayRoute, false, Read),
        (AuditEndpoint.DayRoute, true, Read),
        (OperationsPage.Route, false, Read),
        (SummaryEndpoint.Route, false, Read),
        (CircuitEndpoint.Route, false, Write),
        ("/health", false, Read),
        (HealthEndpoint.LiveRoute, false, Read),
        (HealthEndpoint.ReadyRoute, false, Read),
        (DocsEndpoint.YamlRoute, false, Read),
        (DocsEndpoint.JsonRoute, false, Read),
        (DocsEndpoint.PageRoute, false, Read),
        (DocsEndpoint.PageRoute, true, Read),
        ("/problems", true, Read),
    ];

    /// <summary>Says that there is no such resource, or which method it has.</summary>
    [Function(Name)]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
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
