using System.IO.Compression;
using System.Text;

namespace RiskShield.Simulator.Faults;

/// <summary>A right score in the forms that gateways and serialisers give it, by the name of the fault.</summary>
internal static class DressedAnswers
{
    public static IReadOnlyList<string> Names { get; } = ["bom", "decimal", "gzip", "brotli"];

    /// <summary>The body, and the <c>Content-Encoding</c> that goes with it.</summary>
    public static (ReadOnlyMemory<byte> Body, string? Encoding) Dress(string name, ReadOnlyMemory<byte> answer) => name switch
    {
        "bom" => ((byte[])[0xEF, 0xBB, 0xBF, .. answer.Span], null),
        "decimal" => (AsDecimal(answer), null),
        "gzip" => (Encode(answer, into => new GZipStream(into, CompressionLevel.Fastest)), "gzip"),
        "brotli" => (Encode(answer, into => new BrotliStream(into, CompressionLevel.Fastest)), "br"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] AsDecimal(ReadOnlyMemory<byte> answer) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(answer.Span).Replace(",\"riskLevel", ".0,\"riskLevel", StringComparison.Ordinal));

    private static byte[] Encode(ReadOnlyMemory<byte> answer, Func<Stream, Stream> encoder)
    {
        using var encoded = new MemoryStream();
        using (var stream = encoder(encoded))
            stream.Write(answer.Span);
        return encoded.ToArray();
    }
}
