using System.Net.Http.Headers;
using System.Text.Json;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Adapts <see cref="ProviderClient"/> to one provider's API: builds the request and finds the score in the response. Everything
/// else is the same for all providers: the classification of responses, limits, time-outs, retries, response size and encoding.
/// </summary>
internal interface IProviderAdapter
{
    /// <summary>Returns the path that the request is posted to, such as <c>/v1/score</c>.</summary>
    string GetPath(VendorExchange exchange);

    /// <summary>Adds the API key and the idempotency key, in the headers that this provider expects.</summary>
    void AddHeaders(HttpRequestHeaders headers, VendorExchange exchange);

    /// <summary>Returns the request body, JSON in UTF-8.</summary>
    byte[] WriteBody(VendorExchange exchange);

    /// <summary>Returns the score of a 200 response; null if the response has no usable score.</summary>
    /// <param name="response">The response body: a JSON object without duplicate members.</param>
    /// <param name="exchange">The call that the provider responded to.</param>
    /// <exception cref="InvalidOperationException">A string in the response is not valid Unicode.</exception>
    VendorScore? ReadScore(JsonElement response, VendorExchange exchange);
}
