using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FinRisk.Functions.Http;

/// <summary>
/// Ends an invocation whose request cannot arrive. The Functions host forwards requests to the worker over HTTP and cannot send a
/// header value that is not ASCII; the worker would wait for it for 15 s. This has to come before the worker's own middleware of
/// <c>ConfigureFunctionsWebApplication</c>, which does the waiting.
/// </summary>
public sealed class AsciiHeadersMiddleware : IFunctionsWorkerMiddleware
{
    /// <summary>Where the host puts a request's headers, as one JSON object, beside the request that it forwards.</summary>
    private const string HeadersData = "Headers";

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.BindingContext.BindingData.TryGetValue(HeadersData, out var headers)
            && headers is string text && !Ascii.IsValid(text)
            ? throw new InvalidOperationException("A header of the request is not ASCII, so the host cannot forward the request.")
            : next(context);
}
