using System.Text.Json;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Tests.Applicants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Requests and answers without a server.</summary>
internal static class HttpSample
{
    public static readonly Caller Alice = new("alice");

    /// <summary>What the framework's own results ask for.</summary>
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    /// <summary>A request that has passed the edge and the host's authentication.</summary>
    public static DefaultHttpContext Request(byte[]? body = null, string path = "/validate", Caller? caller = null)
    {
        var http = new DefaultHttpContext { RequestServices = Services };
        http.Request.Path = path;
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(body ?? Samples.Body());
        http.Request.Headers[CorrelationId.Header] = "corr-1";
        http.Response.Body = new MemoryStream();
        CorrelationId.Attach(http);
        http.SetCaller(caller ?? Alice);
        return http;
    }

    public static async Task<HttpReply> ReplyAsync(this IResult result, HttpContext? http = null)
    {
        http ??= Request();
        await result.ExecuteAsync(http);
        return Reply(http);
    }

    /// <summary>What has been answered.</summary>
    public static HttpReply Reply(HttpContext http)
    {
        var written = ((MemoryStream)http.Response.Body).ToArray();
        var body = written.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(written);
        Assert.Equal(written.Length == 0 ? null : written.Length, http.Response.ContentLength);
        return new HttpReply(http.Response.StatusCode, http.Response.ContentType, body, http.Response.Headers);
    }
}
