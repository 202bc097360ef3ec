using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>A real HTTP server that telemetry is sent to; or one that takes every request and never answers.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>How many requests have come.</summary>
    public int Requests { get; private set; }

    public static async Task<Receiver> StartAsync(Func<HttpContext, ReadOnlyMemory<byte>, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async http =>
        {
            receiver.Requests++;
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            await answer(http, body.ToArray());
        });
        await app.StartAsync();
        return receiver;
    }

    public static Task<Receiver> StartHangingAsync() =>
        StartAsync(
            (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
