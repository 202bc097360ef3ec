using System.Diagnostics;
using System.Text;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// HTTP as it is: no redirects followed, no headers added, header values in UTF-8 so that bad ones can be sent.
/// </summary>
internal static class Wire
{
    /// <summary>Longer than any answer that the contract allows with the settings of the suite.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    /// <exception cref="HttpRequestException">No connection, or it broke.</exception>
    public static async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var response = await Invoker.SendAsync(request, patience.Token);
        var text = await response.Content.ReadAsStringAsync(patience.Token);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(request.Method.Method, request.RequestUri!, (int)response.StatusCode, headers, text);
    }
}
