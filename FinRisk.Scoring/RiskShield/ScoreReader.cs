using System.IO.Compression;
using System.Text.Json;

namespace FinRisk.Scoring.RiskShield;

/// <summary>Reads the score out of a 200 of the vendor.</summary>
internal static class ScoreReader
{
    /// <summary>The largest body that is read, in bytes after decoding; a score takes about 40.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int FirstBytes = 512;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The score; null where the body holds no usable one.</summary>
    /// <exception cref="IOException">The connection broke before the body was whole.</exception>
    public static async ValueTask<VendorScore?> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > MaxBytes)
            return null;

        await using var raw = await content.ReadAsStreamAsync(cancel);
        await using var decoded = Decode(raw, content.Headers.ContentEncoding);
        try
        {
            return decoded is not null && await ReadBoundedAsync(decoded, cancel) is { } utf8 ? Parse(utf8) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or InvalidDataException)
        {
            // Not the agreed JSON, text that is no Unicode, or not the coding it claims to be: an unusable response. The
            // exception may quote the vendor's body, so it goes no further.
            return null;
        }
    }

    /// <summary>
    /// We ask for no coding, but some gateways use one all the same. Null where it is one that we cannot undo, or several.
    /// </summary>
    private static Stream? Decode(Stream raw, ICollection<string> codings) => string.Join(',', codings).ToUpperInvariant() switch
    {
        "" or "IDENTITY" => raw,
        "GZIP" or "X-GZIP" => new GZipStream(raw, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(raw, CompressionMode.Decompress),
        "BR" => new BrotliStream(raw, CompressionMode.Decompress),
        _ => null,
    };

    /// <summary>The whole body; null where it is longer than <see cref="MaxBytes"/>, of which no more is read.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBoundedAsync(Stream body, CancellationToken cancel)
    {
        var (buffer, length) = (new byte[FirstBytes], 0);
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

    /// <summary>A score of 0 to 100, which may be written <c>72.0</c>, and a level of the contract; each exactly once.</summary>
    private static VendorScore? Parse(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;
        using var json = JsonDocument.Parse(text, Strict);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("riskScore"u8, out var score) || score.ValueKind != JsonValueKind.Number
            || !root.TryGetProperty("riskLevel"u8, out var level) || level.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return score.TryGetDecimal(out var points) && points is >= 0 and <= 100 && decimal.IsInteger(points)
            && RiskLevels.FromWire(level.GetString()) is { } known
            ? new VendorScore((int)points, known)
            : null;
    }
}
