using System.Buffers.Text;
using System.Security.Cryptography;

namespace FinRisk.Scoring.Docs;

/// <summary>Bytes that stay as they are for as long as the process lives.</summary>
internal sealed class FixedContent
{
    private const int TagBytes = 16;

    /// <param name="bytes">The content.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="gzipped">Whether <paramref name="bytes"/> are compressed.</param>
    public FixedContent(byte[] bytes, string mediaType, bool gzipped = false)
    {
        (Bytes, MediaType, Gzipped) = (bytes, mediaType, gzipped);
        ETag = $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"";
    }

    public byte[] Bytes { get; }

    public string MediaType { get; }

    public bool Gzipped { get; }

    /// <summary>Names this content: other bytes, another tag.</summary>
    public string ETag { get; }

    /// <summary>Reads a resource that was built into an assembly.</summary>
    /// <exception cref="InvalidOperationException">It has none of this name.</exception>
    public static FixedContent Embedded(Type neighbour, string resource, string mediaType, bool gzipped = false)
    {
        using var stream = neighbour.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{neighbour.Assembly.GetName().Name} has no resource {resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new FixedContent(bytes, mediaType, gzipped);
    }
}
