using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>
/// A response with a JSON body. Never stored by anything between here and the caller: it may be about a person. Not
/// <see cref="TypedResults"/>.Json, which says no length, so that HEAD could not either, and creates a logger for every response.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body.</param>
/// <param name="type">How it is written.</param>
/// <param name="mediaType"><c>application/json</c> or <c>application/problem+json</c>.</param>
/// <param name="headers">Further headers.</param>
internal sealed class JsonResponse<T>(
    int status,
    T body,
    JsonTypeInfo<T> type,
    string mediaType = "application/json",
    params (string Name, string Value)[] headers) : IResult
{
    /// <summary>Leaves apostrophes and letters as they are: this is never put into a page.</summary>
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

/// <summary>Headers that go with a JSON body.</summary>
internal static class JsonResponse
{
    /// <summary>The body is what its media type says.</summary>
    public static readonly (string Name, string Value) NoSniff = ("X-Content-Type-Options", "nosniff");
}
