using FinRisk.Local.Callers;
using FinRisk.Local.Store;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Docs;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Operations.CircuitControl;

namespace FinRisk.Local.Hosting;

/// <summary>The routes of the contract, in front of the shared endpoints.</summary>
internal static class Routes
{
    /// <summary>When a caller that the disk has refused should come again.</summary>
    private const string RetryAfterSeconds = "5";

    /// <summary>Maps them.</summary>
    public static void Map(WebApplication app)
    {
        var edge = app.Services.GetRequiredService<EdgeMiddleware>();
        var callers = app.Services.GetRequiredService<CallerDirectory>();
        var validate = app.Services.GetRequiredService<ValidateEndpoint>();
        var validations = app.Services.GetRequiredService<ValidationsEndpoint>();
        var audit = app.Services.GetRequiredService<AuditEndpoint>();
        var health = app.Services.GetRequiredService<HealthEndpoint>();

        app.Use((http, next) => edge.InvokeAsync(http, () => AnswerAsync(http, next)));
        app.MapPost(ValidateEndpoint.Route, ForCallers(callers, validate.HandleAsync));
        MapRead(app, ValidationsEndpoint.Route, ForCallers(
            callers, http => validations.HandleAsync(http, RouteValue(http, "validationId"))));
        MapRead(app, AuditEndpoint.DayRoute, ForCallers(callers, audit.DayAsync));
        MapRead(app, AuditEndpoint.ValidationRoute, ForCallers(
            callers, http => audit.ValidationAsync(http, RouteValue(http, "validationId"))));
        var page = callers.Find(null) is null ? OperationsPage.WithKey : OperationsPage.WithoutKey;
        MapRead(app, OperationsPage.Route, page.ExecuteAsync);
        MapRead(app, SummaryEndpoint.Route, ForCallers(callers, app.Services.GetRequiredService<SummaryEndpoint>().HandleAsync));
        app.MapPost(CircuitEndpoint.Route, ForCallers(callers, app.Services.GetRequiredService<CircuitEndpoint>().HandleAsync));
        MapRead(app, "/health", http => HealthEndpoint.Live().ExecuteAsync(http));
        MapRead(app, HealthEndpoint.LiveRoute, http => HealthEndpoint.Live().ExecuteAsync(http));
        MapRead(app, HealthEndpoint.ReadyRoute, async http => await (await health.ReadyAsync(http)).ExecuteAsync(http));
        MapDocs(app);
    }

    /// <summary>
    /// Where GET is, HEAD is: health probes and caches use it (RFC 9110, section 9.3.2). The server leaves the body out.
    /// </summary>
    private static void MapRead(WebApplication app, string route, RequestDelegate endpoint) =>
        app.MapMethods(route, [HttpMethods.Get, HttpMethods.Head], endpoint);

    private static void MapDocs(WebApplication app)
    {
        MapRead(app, DocsEndpoint.YamlRoute, http => DocsEndpoint.Yaml(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.JsonRoute, http => DocsEndpoint.Json(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.PageRoute, http => DocsEndpoint.Page(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.AssetRoute, http => DocsEndpoint.Asset(http, RouteValue(http, "asset")).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.ProblemRoute, http => DocsEndpoint.Problem(http, RouteValue(http, "code")).ExecuteAsync(http));
    }

    private static string? RouteValue(HttpContext http, string name) => http.Request.RouteValues[name] as string;

    /// <summary>Lets routing answer, and gives its bare 404 and 405 the form of every other problem.</summary>
    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception fault) when (FindStoreFault(fault) is not null && !http.Response.HasStarted)
        {
            await RefuseAsync(http, FindStoreFault(fault)!);
            return;
        }

        if (http.Response.HasStarted)
            return;

        var problem = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound =>
                Problems.Create(http, ProblemKind.NotFound, "See the documentation for the paths there are."),
            StatusCodes.Status405MethodNotAllowed => Problems.Create(http, ProblemKind.MethodNotAllowed, "See the Allow header."),
            _ => null,
        };
        if (problem is not null)
            await problem.ExecuteAsync(http);
    }

    private static StoreException? FindStoreFault(Exception fault) =>
        fault as StoreException ?? fault.InnerException as StoreException;

    /// <summary>
    /// The writer logs what the disk does, once a second: a line for each refused request would fill the disk that is full.
    /// </summary>
    private static Task RefuseAsync(HttpContext http, StoreException fault)
    {
        const string ComeBack = "Send the request again after Retry-After, with the same idempotency key if it had one.";
        var problem = fault.MayPass
            ? Problems.Create(http, ProblemKind.StorageUnavailable, ComeBack, headers: ("Retry-After", RetryAfterSeconds))
            : Problems.Create(http, ProblemKind.Internal, "The storage of this service is damaged.");
        return problem.ExecuteAsync(http);
    }

    private static RequestDelegate ForCallers(CallerDirectory callers, Func<HttpContext, Task<IResult>> endpoint) => async http =>
    {
        var result = Unauthorized(http, callers) ?? await endpoint(http);
        await result.ExecuteAsync(http);
    };

    private static IResult? Unauthorized(HttpContext http, CallerDirectory callers)
    {
        // A repeated header is no key: which of the two counts would depend on who reads it.
        var key = http.Request.Headers[Caller.KeyHeader] is [var sent] ? sent : null;
        if (callers.Find(key) is not { } caller)
            return Problems.Create(http, ProblemKind.Unauthorized, $"Send your key in the header {Caller.KeyHeader}.");
        if (caller.IsAnybody && OwnMachineOnly.Check(http) is { } forbidden)
            return forbidden;
        http.SetCaller(caller);
        return null;
    }
}
