using System.Diagnostics;
using System.Net;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FinRisk.Functions.Http;

/// <summary>
/// Runs HTTP functions within the product's edge: correlation id, log scope, caller, trace, and the conversion of every exception to a problem.
/// </summary>
public sealed class EdgeFunctionMiddleware(EdgeMiddleware edge, CallerReader callers) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        FindPeer(http);
        using var activity = ContinueTrace(context.TraceContext);
        await edge.InvokeAsync(http, () =>
        {
            if (callers.Read(http.Request) is not { } caller)
            {
                return Problems.Create(http, ProblemKind.Unauthorized, "The principal that was handed over cannot be read.")
                    .ExecuteAsync(http);
            }

            http.SetCaller(caller);
            return next(context);
        });
    }

    /// <summary>
    /// The connection is the Functions host's; who passed the request to the platform stands last in what its ingress writes.
    /// </summary>
    private static void FindPeer(HttpContext http)
    {
        if (http.Request.Headers["X-Forwarded-For"] is [.., { } line] && IPEndPoint.TryParse(line.Split(',')[^1].Trim(), out var peer))
            http.Connection.RemoteIpAddress = peer.Address;
    }

    /// <summary>
    /// Takes up the trace that the Functions host continues or begins. Where telemetry is on the worker has done so already;
    /// where nobody listens the trace must still reach the vendor.
    /// </summary>
    private static Activity? ContinueTrace(TraceContext host)
    {
        if (Activity.Current is not null)
            return null;
        var activity = new Activity("validation.request");
        if (ActivityContext.TryParse(host.TraceParent, host.TraceState, isRemote: true, out var parent))
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return activity.Start();
    }
}
