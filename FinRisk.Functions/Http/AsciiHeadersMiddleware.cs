using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FinRisk.Functions.Http;

/// <summary>
/// Fails an invocation at once if its request has a header value that is not ASCII. The Functions host forwards requests to the
/// worker over HTTP and cannot forward such a header, so the worker would wait 15 s for a request that never arrives. Register
/// this middleware before <c>ConfigureFunctionsWebApplication</c>, whose middleware does the waiting.
/// </summary>
public sealed class AsciiHeadersMiddleware : IFunctionsWorkerMiddleware
{
    /// <summary>
    /// The name of the binding data in which the host passes the request's headers, as one JSON object, besides forwarding the
    /// request.
    /// </summary>
    private const string HeadersData = "Headers";

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.BindingContext.BindingData.TryGetValue(HeadersData, out var headers)
            && headers is string text && !Ascii.IsValid(text)
            ? throw new InvalidOperationException("A header of the request is not ASCII, so the host cannot forward the request.")
            : next(context);
}
