using FinRisk.Scoring.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FinRisk.Functions.Http;

/// <summary>Runs HTTP functions within the product's edge: correlation id, log scope, caller, and the one catch-all.</summary>
public sealed class EdgeFunctionMiddleware(EdgeMiddleware edge, CallerReader callers) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);
        return edge.InvokeAsync(http, () =>
        {
            Caller.Attach(http, callers.Read(http.Request));
            return next(context);
        });
    }
}
