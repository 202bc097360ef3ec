using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Primitives;

namespace FinRisk.StorageProxy;

/// <summary>
/// The port of one service: passes requests on as they are (they are signed), or does to them what the fault says.
/// </summary>
internal sealed class ServicePort(StorageService service, int port, int storagePort) : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection",
    };

    private readonly HttpMessageInvoker _storage = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    });

    private volatile Fault _fault = Fault.None;
    private WebApplication? _listener;
    private long _passed;
    private long _struck;

    /// <summary>How many requests were passed on, and how many met the fault. A late request is both.</summary>
    public RequestCounts Counts => new(Interlocked.Read(ref _passed), Interlocked.Read(ref _struck));

    /// <summary>From now on this fault and no other; listens, unless it says that nobody does.</summary>
    public async Task UseAsync(Fault fault)
    {
        _fault = fault.Services.Contains(service) ? fault : Fault.None;
        if (!_fault.Refuse)
            await ListenAsync();
        else if (_listener is { } listener)
        {
            _listener = null;
            await listener.StopAsync(new CancellationToken(canceled: true));
            await listener.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_listener is { } listener)
            await listener.DisposeAsync();
        _storage.Dispose();
    }

    private async Task ListenAsync()
    {
        if (_listener is not null)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        _listener = builder.Build();
        _listener.Run(HandleAsync);
        await _listener.StartAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        var fault = Strikes(_fault, http.Request) ? _fault : Fault.None;
        if (fault != Fault.None)
            Interlocked.Increment(ref _struck);
        try
        {
            if (fault.DelayMs > 0)
                await Task.Delay(fault.DelayMs, http.RequestAborted);
            if (fault.Drop is BrokenConnection.BeforeRequest)
            {
                http.Abort();
                return;
            }

            if (fault.Status is { } refused && !fault.Done)
            {
                await StorageError.WriteAsync(http, service, refused);
                return;
            }

            using var answer = await PassAsync(http);
            if (fault.Drop is BrokenConnection.BeforeAnswer)
                http.Abort();
            else if (fault.Status is { } status)
                await StorageError.WriteAsync(http, service, status);
            else
                await AnswerAsync(http, answer);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // Storage itself is gone, or the caller: whoever is left sees a broken connection.
            http.Abort();
        }
    }

    private bool Strikes(Fault fault, HttpRequest request)
    {
        var isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        var isStruck = fault.Scope switch
        {
            FaultScope.Writes => isWrite,
            FaultScope.ConditionalWrites => isWrite && (
                request.Headers.ContainsKey("If-Match")
                || request.Headers.ContainsKey("If-None-Match")
                || request.Headers.ContainsKey("x-ms-lease-id")
                || IsBatch(request)),
            FaultScope.Inserts => service is StorageService.Table && HttpMethods.IsPost(request.Method)
                && !IsBatch(request) && !request.Headers.ContainsKey("X-HTTP-Method"),
            FaultScope.Leases => request.Query["comp"] == "lease",
            _ => true,
        };
        return isStruck && (fault.Share >= 1 || RandomNumberGenerator.GetInt32(1_000_000) < fault.Share * 1_000_000);
    }

    private static bool IsBatch(HttpRequest request) =>
        request.Path.Value?.EndsWith("/$batch", StringComparison.Ordinal) is true;

    private async Task<HttpResponseMessage> PassAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), Target(http));

        // Also where there is no body: an empty blob has a content type, which is signed.
        var hasBody = http.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        request.Content = hasBody ? new StreamContent(http.Request.Body) : new ByteArrayContent([]);
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!OfTheConnection.Contains(name) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        var response = await _storage.SendAsync(request, http.RequestAborted);
        Interlocked.Increment(ref _passed);
        return response;
    }

    private static async Task AnswerAsync(HttpContext http, HttpResponseMessage response)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!OfTheConnection.Contains(name))
                http.Response.Headers[name] = new StringValues([.. values]);
        }

        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>The path as it came: what is escaped otherwise no longer agrees with the signature.</summary>
    private Uri Target(HttpContext http) => new(
        $"http://127.0.0.1:{storagePort}{http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}",
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
