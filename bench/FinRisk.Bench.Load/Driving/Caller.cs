using System.Net;
using System.Net.Http.Headers;

namespace FinRisk.Bench.Load.Driving;

/// <summary>
/// Posts to one program's <c>/validate</c> over connections that stay open, with as little around it as .NET allows.
/// </summary>
internal sealed class Caller : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri validate;
    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });

    public Caller(string address) => validate = new Uri($"{address}/validate");

    /// <summary>Posts and reads the whole answer. Null when it was a 200, otherwise what came instead.</summary>
    public async Task<string?> PostAsync(byte[] body, CancellationToken cancellation)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = Json;
            using var request = new HttpRequestMessage(HttpMethod.Post, validate) { Content = content };
            using var answer = await invoker.SendAsync(request, cancellation);
            if (answer.StatusCode != HttpStatusCode.OK)
                return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}";

            await answer.Content.CopyToAsync(Stream.Null, cancellation);
            return null;
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
    }

    public void Dispose() => invoker.Dispose();
}
