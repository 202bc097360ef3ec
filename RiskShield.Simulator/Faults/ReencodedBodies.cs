using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskShield.Simulator.Faults;

/// <summary>
/// Valid scores in an unusual encoding, as some gateways and serializers produce: with a byte order mark, as a decimal number, or
/// compressed. The fault's name selects the encoding.
/// </summary>
internal static partial class ReencodedBodies
{
    public static IReadOnlyList<string> Names { get; } = ["bom", "decimal", "gzip", "brotli"];

    /// <summary>Encodes a response body; returns the new body and its <c>Content-Encoding</c>, if any.</summary>
    public static (ReadOnlyMemory<byte> Body, string? Encoding) Reencode(string name, ReadOnlyMemory<byte> body) => name switch
    {
        "bom" => ((byte[])[0xEF, 0xBB, 0xBF, .. body.Span], null),
        "decimal" => (AsDecimal(body), null),
        "gzip" => (Compress(body, output => new GZipStream(output, CompressionLevel.Fastest)), "gzip"),
        "brotli" => (Compress(body, output => new BrotliStream(output, CompressionLevel.Fastest)), "br"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] AsDecimal(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes(
        FirstNumber().Replace(Encoding.UTF8.GetString(body.Span), "$0.0", 1));

    [GeneratedRegex(@":[0-9]+")]
    private static partial Regex FirstNumber();

    private static byte[] Compress(ReadOnlyMemory<byte> body, Func<Stream, Stream> createCompressor)
    {
        using var compressed = new MemoryStream();
        using (var stream = createCompressor(compressed))
            stream.Write(body.Span);
        return compressed.ToArray();
    }
}
