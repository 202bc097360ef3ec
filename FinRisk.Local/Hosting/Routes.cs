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
using FinRisk.Scoring.Operations.Stories;
using FinRisk.Scoring.Operations.Subjects;

namespace FinRisk.Local.Hosting;

/// <summary>Maps the contract's routes to the endpoints that all hosts share.</summary>
internal static class Routes
{
    /// <summary>The <c>Retry-After</c>, in seconds, of a request that failed because the disk refused a write.</summary>
    private const string RetryAfterSeconds = "5";

    /// <summary>Adds the routes and the middleware in front of them.</summary>
    public static void Map(WebApplication app)
    {
        var edge = app.Services.GetRequiredService<EdgeMiddleware>();
        var callers = app.Services.GetRequiredService<CallerDirectory>();
        var validate = app.Services.GetRequiredService<ValidateEndpoint>();
        var validations = app.Services.GetRequiredService<ValidationsEndpoint>();
        var audit = app.Services.GetRequiredService<AuditEndpoint>();
        var health = app.Services.GetRequiredService<HealthEndpoint>();

        app.Use((http, next) => edge.InvokeAsync(http, () => InvokeAsync(http, next)));
        app.MapPost(ValidateEndpoint.Route, RequireCaller(callers, validate.HandleAsync));
        MapRead(app, ValidationsEndpoint.Route, RequireCaller(
            callers, http => validations.HandleAsync(http, RouteValue(http, "validationId"))));
        MapRead(app, AuditEndpoint.DayRoute, RequireCaller(callers, audit.DayAsync));
        MapRead(app, AuditEndpoint.ValidationRoute, RequireCaller(
            callers, http => audit.ValidationAsync(http, RouteValue(http, "validationId"))));
        var page = callers.RequiresKey ? OperationsPage.WithKey : OperationsPage.WithoutKey;
        MapRead(app, OperationsPage.Route, page.ExecuteAsync);
        var summary = app.Services.GetRequiredService<SummaryEndpoint>();
        MapRead(app, SummaryEndpoint.Route, RequireCaller(callers, summary.HandleAsync));
        var stories = app.Services.GetRequiredService<StoryEndpoint>();
        MapRead(app, StoryEndpoint.SearchRoute, RequireCaller(callers, stories.SearchAsync));
        MapRead(app, StoryEndpoint.Route, RequireCaller(
            callers, http => stories.FindAsync(http, RouteValue(http, "validationId"))));
        var circuit = app.Services.GetRequiredService<CircuitEndpoint>();
        app.MapPost(CircuitEndpoint.Route, RequireCaller(callers, circuit.HandleAsync));
        var subjects = app.Services.GetRequiredService<SubjectEndpoint>();
        app.MapPost(SubjectEndpoint.FindRoute, RequireCaller(callers, subjects.FindAsync));
        app.MapPost(SubjectEndpoint.EraseRoute, RequireCaller(callers, subjects.EraseAsync));
        MapRead(app, "/health", http => HealthEndpoint.Live().ExecuteAsync(http));
        MapRead(app, HealthEndpoint.LiveRoute, http => HealthEndpoint.Live().ExecuteAsync(http));
        MapRead(app, HealthEndpoint.ReadyRoute, async http => await (await health.ReadyAsync(http)).ExecuteAsync(http));
        MapDocs(app);
    }

    /// <summary>
    /// Maps GET and HEAD. Health probes and caches send HEAD (RFC 9110, section 9.3.2); Kestrel omits the body of the response.
    /// </summary>
    private static void MapRead(WebApplication app, string route, RequestDelegate endpoint) =>
        app.MapMethods(route, [HttpMethods.Get, HttpMethods.Head], endpoint);

    private static void MapDocs(WebApplication app)
    {
        MapRead(app, DocsEndpoint.RootRoute, http => DocsEndpoint.Root(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.YamlRoute, http => DocsEndpoint.Yaml(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.JsonRoute, http => DocsEndpoint.Json(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.PageRoute, http => DocsEndpoint.Page(http).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.AssetRoute, http => DocsEndpoint.Asset(http, RouteValue(http, "asset")).ExecuteAsync(http));
        MapRead(app, DocsEndpoint.ProblemRoute, http => DocsEndpoint.Problem(http, RouteValue(http, "code")).ExecuteAsync(http));
    }

    private static string? RouteValue(HttpContext http, string name) => http.Request.RouteValues[name] as string;

    /// <summary>
    /// Runs the rest of the pipeline. Writes problem details for a store failure, and for the 404 and 405 that routing sends
    /// without a body.
    /// </summary>
    private static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception exception) when (FindStoreException(exception) is not null && !http.Response.HasStarted)
        {
            await WriteStoreProblemAsync(http, FindStoreException(exception)!);
            return;
        }

        // The response of an endpoint has a content type, even to a HEAD request, for which no body has been started.
        if (http.Response.HasStarted || http.Response.ContentType is not null)
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

    private static StoreException? FindStoreException(Exception exception) =>
        exception as StoreException ?? exception.InnerException as StoreException;

    /// <summary>
    /// Writes a 503 for a transient failure of the store, otherwise a 500. Does not log: <see cref="StoreWriter"/> logs failures
    /// at most once a second, and <see cref="EdgeMiddleware"/> logs the request.
    /// </summary>
    private static Task WriteStoreProblemAsync(HttpContext http, StoreException exception)
    {
        const string RetryAdvice = "Send the request again after Retry-After, with the same idempotency key if it had one.";
        var problem = exception.IsTransient
            ? Problems.Create(http, ProblemKind.StorageUnavailable, RetryAdvice, headers: ("Retry-After", RetryAfterSeconds))
            : Problems.Create(http, ProblemKind.Internal, "The storage of this service is damaged.");
        return problem.ExecuteAsync(http);
    }

    /// <summary>Wraps an endpoint so that it runs only for a known caller.</summary>
    private static RequestDelegate RequireCaller(CallerDirectory callers, Func<HttpContext, Task<IResult>> endpoint) =>
        async http =>
        {
            var result = Authenticate(http, callers) ?? await endpoint(http);
            await result.ExecuteAsync(http);
        };

    /// <summary>Sets the request's caller and returns null; or returns the 401 or 403 if the request may not be served.</summary>
    private static IResult? Authenticate(HttpContext http, CallerDirectory callers)
    {
        // A repeated header counts as no key: proxies and servers differ in which of the two values they would use.
        var key = http.Request.Headers[Caller.KeyHeader] is [var sent] ? sent : null;
        if (callers.Find(key) is not { } caller)
            return Problems.Create(http, ProblemKind.Unauthorized, $"Send your key in the header {Caller.KeyHeader}.");
        if (caller.IsUnauthenticated && OwnMachineOnly.Check(http) is { } forbidden)
            return forbidden;
        http.SetCaller(caller);
        return null;
    }
}
