using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Testing.Vendor;

/// <summary>A vendor on a free loopback port: a real HTTP server that answers as the test says.</summary>
public sealed class VendorStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private VendorStub(WebApplication app, Func<HttpContext, Task> answer) => (_app, Answer) = (app, answer);

    /// <summary>The address at which it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The requests so far, in the order in which they came.</summary>
    public ConcurrentQueue<ReceivedCall> Received { get; } = new();

    /// <summary>The number of requests so far.</summary>
    public int Calls => Received.Count;

    /// <summary>Answers a request, after it was received.</summary>
    public Func<HttpContext, Task> Answer { get; set; }

    /// <summary>Starts a vendor.</summary>
    /// <param name="answer">See <see cref="Answer"/>; a score if omitted.</param>
    public static async Task<VendorStub> StartAsync(Func<HttpContext, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var vendor = new VendorStub(app, answer ?? Answers.Score);
        app.Run(async http =>
        {
            await vendor.RecordAsync(http.Request);
            await vendor.Answer(http);
        });
        await app.StartAsync();
        return vendor;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task RecordAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new ReceivedCall(request.Method, request.Path + request.QueryString, headers, body));
    }
}

/// <summary>One request as it arrived at the vendor.</summary>
public sealed record ReceivedCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
