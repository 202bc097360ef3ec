using System.Collections.Concurrent;
using System.Net;
using FinRisk.Testing.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Client.Tests.Harness;

/// <summary>What a gateway does with one request.</summary>
internal enum GatewayStep
{
    /// <summary>Passes it on, and the response back.</summary>
    Pass,

    /// <summary>Passes it on, and breaks the connection instead of responding: the caller does not know what happened.</summary>
    LoseResponse,

    /// <summary>Sends the head of the response and a part of its body, then breaks the connection.</summary>
    CutBody,

    /// <summary>502 with a page of its own.</summary>
    BadGateway,

    /// <summary>429 problem details with <c>Retry-After: 1</c>.</summary>
    ThrottleForOneSecond,

    /// <summary>503 problem details with <c>Retry-After: 60</c>.</summary>
    ThrottleForAMinute,

    /// <summary>401 without a body, as Azure refuses a key.</summary>
    EmptyUnauthorized,

    /// <summary>302 to another host.</summary>
    Redirect,

    /// <summary>No response at all.</summary>
    Hang,
}

/// <summary>
/// A real HTTP server before FinRisk that misbehaves as told, one step a request; then it passes everything on.
/// </summary>
internal sealed class FaultyGateway : IAsyncDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentQueue<GatewayStep> _steps;
    private readonly WebApplication _app;
    private readonly Uri _target;

    private FaultyGateway(Uri target, IEnumerable<GatewayStep> steps)
    {
        _target = target;
        _steps = new ConcurrentQueue<GatewayStep>(steps);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls(Address.GetLeftPart(UriPartial.Authority));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Below a path of its own, as gateways serve.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}/apis/finrisk");

    /// <summary>The requests so far: method, path, idempotency key and correlation id.</summary>
    public ConcurrentQueue<(string Method, string Path, string? IdempotencyKey, string? CorrelationId)> Seen { get; } = [];

    public static async Task<FaultyGateway> StartAsync(Uri target, params GatewayStep[] steps)
    {
        var gateway = new FaultyGateway(target, steps);
        await gateway._app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _invoker.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        Seen.Enqueue((http.Request.Method, http.Request.Path, headers["Idempotency-Key"], headers["X-Correlation-ID"]));
        switch (_steps.TryDequeue(out var step) ? step : GatewayStep.Pass)
        {
            case GatewayStep.Pass:
                await CopyAsync(await ForwardAsync(http.Request), http.Response, whole: true);
                break;
            case GatewayStep.LoseResponse:
                await ForwardAsync(http.Request);
                http.Abort();
                break;
            case GatewayStep.CutBody:
                await CopyAsync(await ForwardAsync(http.Request), http.Response, whole: false);
                http.Abort();
                break;
            case GatewayStep.BadGateway:
                await WriteAsync(http.Response, 502, "text/html", "<h1>Bad gateway</h1>", retryAfter: null);
                break;
            case GatewayStep.ThrottleForOneSecond:
                await WriteProblemAsync(http.Response, 429, """{"code":"rate-limited","retryable":true}""", "1");
                break;
            case GatewayStep.ThrottleForAMinute:
                await WriteProblemAsync(http.Response, 503, """{"code":"circuit-open","retryable":true}""", "60");
                break;
            case GatewayStep.EmptyUnauthorized:
                http.Response.StatusCode = 401;
                break;
            case GatewayStep.Redirect:
                http.Response.Redirect("http://127.0.0.1:1/elsewhere");
                break;
            default:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
        }
    }

    private async Task<(HttpStatusCode Status, HttpResponseMessage Response, byte[] Body)> ForwardAsync(HttpRequest request)
    {
        var path = request.Path.Value!.Replace(Address.AbsolutePath, "", StringComparison.Ordinal);
        using var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_target, path));
        if (request.ContentLength is > 0)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            forwarded.Content = new ByteArrayContent(body.ToArray());
            forwarded.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (name is not ("Host" or "Content-Type" or "Content-Length" or "Connection"))
                forwarded.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        var response = await _invoker.SendAsync(forwarded, CancellationToken.None);
        return (response.StatusCode, response, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task CopyAsync(
        (HttpStatusCode Status, HttpResponseMessage Response, byte[] Body) from, HttpResponse to, bool whole)
    {
        to.StatusCode = (int)from.Status;
        foreach (var (name, values) in from.Response.Headers.Concat(from.Response.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection"))
                to.Headers[name] = values.ToArray();
        }

        await to.Body.WriteAsync(whole ? from.Body : from.Body.AsMemory(0, from.Body.Length / 2));
        await to.Body.FlushAsync();
        from.Response.Dispose();
    }

    private static Task WriteProblemAsync(HttpResponse response, int status, string body, string retryAfter) =>
        WriteAsync(response, status, "application/problem+json", body, retryAfter);

    private static async Task WriteAsync(HttpResponse response, int status, string mediaType, string body, string? retryAfter)
    {
        (response.StatusCode, response.ContentType) = (status, mediaType);
        if (retryAfter is not null)
            response.Headers.RetryAfter = retryAfter;
        await response.WriteAsync(body);
    }
}
