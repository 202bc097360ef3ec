using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.RiskShield;

/// <summary>A vendor on a free loopback port: a real HTTP server that answers as the test says.</summary>
internal sealed class VendorStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private VendorStub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<ReceivedCall> Received { get; } = new();

    public static async Task<VendorStub> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var vendor = new VendorStub(app);
        app.Run(async http =>
        {
            await vendor.RecordAsync(http.Request);
            await answer(http);
        });
        await app.StartAsync();
        return vendor;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task RecordAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new ReceivedCall(request.Method, request.Path + request.QueryString, headers, body));
    }
}
