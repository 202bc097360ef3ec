using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>
/// A response with a JSON body. Caches must not store it (<c>Cache-Control: no-store</c>), because it may concern a person. It
/// replaces <see cref="TypedResults"/>.Json, which sets no <c>Content-Length</c>, also not for HEAD, and creates a logger for
/// every response.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body.</param>
/// <param name="type">The serialization metadata of the body.</param>
/// <param name="mediaType"><c>application/json</c> or <c>application/problem+json</c>.</param>
/// <param name="headers">Further headers.</param>
internal sealed class JsonResponse<T>(
    int status,
    T body,
    JsonTypeInfo<T> type,
    string mediaType = "application/json",
    params (string Name, string Value)[] headers) : IResult
{
    /// <summary>Options that do not escape apostrophes and letters, because the output is never embedded in HTML.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.Headers.CacheControl = "no-store";
        foreach (var (name, value) in headers)
            response.Headers[name] = value;

        var utf8 = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(utf8, Readable))
            JsonSerializer.Serialize(json, body, type);
        response.ContentLength = utf8.WrittenCount;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(utf8.WrittenMemory, httpContext.RequestAborted);
    }
}

/// <summary>Headers for responses with a JSON body.</summary>
internal static class JsonResponse
{
    /// <summary>The header that forbids clients to guess another media type.</summary>
    public static readonly (string Name, string Value) NoSniff = ("X-Content-Type-Options", "nosniff");
}
