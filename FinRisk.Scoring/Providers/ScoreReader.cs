using System.IO.Compression;
using System.Text.Json;

namespace FinRisk.Scoring.Providers;

/// <summary>Reads the score from the body of a 200 response, for every provider. Limits the size and parses strictly.</summary>
internal static class ScoreReader
{
    /// <summary>The largest body that is accepted, in bytes after decompression; a score takes about 40 bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int InitialBufferBytes = 512;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Returns the score; null if the body is too large, is not a JSON object, has a duplicate member or has no usable score.
    /// </summary>
    /// <param name="content">The body.</param>
    /// <param name="findScore">Finds the provider's score in the JSON object (<see cref="IProviderAdapter.ReadScore"/>).</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="IOException">The connection broke before the body was complete.</exception>
    public static async ValueTask<VendorScore?> ReadAsync(
        HttpContent content, Func<JsonElement, VendorScore?> findScore, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > MaxBytes)
            return null;

        await using var raw = await content.ReadAsStreamAsync(cancel);
        await using var decoded = Decode(raw, content.Headers.ContentEncoding);
        try
        {
            return decoded is not null && await ReadBoundedAsync(decoded, cancel) is { } utf8 ? Parse(utf8, findScore) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidDataException)
        {
            // Invalid JSON, invalid Unicode or a broken compression: the response is unusable. The exception is neither logged
            // nor rethrown, because it may quote the body.
            return null;
        }
    }

    /// <summary>
    /// Decompresses the body; returns null if the response has several content codings or an unsupported one. The request asks
    /// for no compression (<c>Accept-Encoding: identity</c>), but some gateways compress anyway.
    /// </summary>
    private static Stream? Decode(Stream raw, ICollection<string> codings) => string.Join(',', codings).ToUpperInvariant() switch
    {
        "" or "IDENTITY" => raw,
        "GZIP" or "X-GZIP" => new GZipStream(raw, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(raw, CompressionMode.Decompress),
        "BR" => new BrotliStream(raw, CompressionMode.Decompress),
        _ => null,
    };

    /// <summary>Reads the whole body; stops and returns null if the body is larger than <see cref="MaxBytes"/>.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBoundedAsync(Stream body, CancellationToken cancel)
    {
        var (buffer, length) = (new byte[InitialBufferBytes], 0);
        while (await body.ReadAsync(buffer.AsMemory(length), cancel) is > 0 and var read)
        {
            length += read;
            if (length > MaxBytes)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxBytes + 1));
        }

        return buffer.AsMemory(0, length);
    }

    private static VendorScore? Parse(ReadOnlyMemory<byte> utf8, Func<JsonElement, VendorScore?> findScore)
    {
        // Some servers send a byte order mark, which the JSON parser rejects.
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;
        using var json = JsonDocument.Parse(text, Strict);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root ? findScore(root) : null;
    }
}
