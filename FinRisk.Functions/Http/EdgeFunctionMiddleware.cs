using System.Diagnostics;
using System.Net;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FinRisk.Functions.Http;

/// <summary>
/// Runs HTTP functions inside <see cref="EdgeMiddleware"/>, which adds the correlation id and the log scope and converts
/// exceptions into problem details. This middleware itself sets the peer address, the trace and the caller of the request.
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

        SetPeerAddress(http);
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
    /// Sets the remote address to that of the peer that connected to the platform. The connection itself is the Functions host's;
    /// the platform's ingress appends the address of its peer to <c>X-Forwarded-For</c>.
    /// </summary>
    private static void SetPeerAddress(HttpContext http)
    {
        if (http.Request.Headers["X-Forwarded-For"] is [.., { } line]
            && IPEndPoint.TryParse(line.Split(',')[^1].Trim(), out var peer))
            http.Connection.RemoteIpAddress = peer.Address;
    }

    /// <summary>
    /// Continues the trace context of the Functions host, so that the vendor call carries it. With telemetry on, the worker has
    /// already started an activity; without telemetry nothing has, so this method does.
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
