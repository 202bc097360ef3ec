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
    private const string KeyHeader = "x-functions-key";

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
        app.MapGet(ValidationsEndpoint.Route, ForCallers(
            callers, http => validations.HandleAsync(http, http.Request.RouteValues["validationId"] as string)));
        app.MapGet(AuditEndpoint.DayRoute, ForCallers(callers, audit.DayAsync));
        app.MapGet(AuditEndpoint.ValidationRoute, ForCallers(
            callers, http => audit.ValidationAsync(http, http.Request.RouteValues["validationId"] as string)));
        app.MapGet(
            OperationsPage.Route, (callers.Find(null) is null ? OperationsPage.WithKey : OperationsPage.WithoutKey).ExecuteAsync);
        app.MapGet(SummaryEndpoint.Route, ForCallers(callers, app.Services.GetRequiredService<SummaryEndpoint>().HandleAsync));
        app.MapPost(CircuitEndpoint.Route, ForCallers(callers, app.Services.GetRequiredService<CircuitEndpoint>().HandleAsync));
        app.MapGet("/health", http => HealthEndpoint.Live().ExecuteAsync(http));
        app.MapGet(HealthEndpoint.LiveRoute, http => HealthEndpoint.Live().ExecuteAsync(http));
        app.MapGet(HealthEndpoint.ReadyRoute, async http => await (await health.ReadyAsync(http)).ExecuteAsync(http));
        MapDocs(app);
    }

    private static void MapDocs(WebApplication app)
    {
        app.MapGet(DocsEndpoint.YamlRoute, http => DocsEndpoint.Yaml().ExecuteAsync(http));
        app.MapGet(DocsEndpoint.JsonRoute, http => DocsEndpoint.Json().ExecuteAsync(http));
        app.MapGet(DocsEndpoint.PageRoute, http => DocsEndpoint.Page().ExecuteAsync(http));
        app.MapGet(
            DocsEndpoint.AssetRoute,
            http => DocsEndpoint.Asset(http, http.Request.RouteValues["asset"] as string).ExecuteAsync(http));
        app.MapGet(
            DocsEndpoint.ProblemRoute,
            http => DocsEndpoint.Problem(http, http.Request.RouteValues["code"] as string).ExecuteAsync(http));
    }

    /// <summary>Lets routing answer, and gives its bare 404 and 405 the form of every other problem.</summary>
    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception fault) when (IsOfTheStore(fault) && !http.Response.HasStarted)
        {
            // The writer logs what the disk does, once a second. A stack for each refused request would fill the disk that is
            // full.
            const string Detail = "The storage of this service fails. Send the request again later.";
            await Problems.Create(http, ProblemKind.Internal, Detail).ExecuteAsync(http);
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

    private static bool IsOfTheStore(Exception fault) =>
        (fault as AuditException)?.InnerException is StoreException || fault is StoreException;

    private static RequestDelegate ForCallers(CallerDirectory callers, Func<HttpContext, Task<IResult>> endpoint) => async http =>
    {
        var result = Unauthorized(http, callers) ?? await endpoint(http);
        await result.ExecuteAsync(http);
    };

    private static IResult? Unauthorized(HttpContext http, CallerDirectory callers)
    {
        // A repeated header is no key: which of the two counts would depend on who reads it.
        var key = http.Request.Headers[KeyHeader] is [var sent] ? sent : null;
        if (callers.Find(key) is not { } caller)
            return Problems.Create(http, ProblemKind.Unauthorized, $"Send your key in the header {KeyHeader}.");
        if (caller.IsAnybody && OwnMachineOnly.Check(http) is { } forbidden)
            return forbidden;
        http.SetCaller(caller);
        return null;
    }
}
