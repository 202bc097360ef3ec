using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// A document that is the same for everybody for as long as the process lives: anyone may keep it, and asks for it again by its
/// entity tag.
/// </summary>
internal sealed class Document
{
    /// <summary>How long a copy is used unasked: short, so that a new version is seen soon after it was deployed.</summary>
    public const string CacheControl = "public, max-age=300";

    private const int TagBytes = 16;

    /// <summary>
    /// Nothing but what this host serves, so that the page needs no network and sends nothing anywhere. Styles may stand inline: the
    /// viewer writes its own style sheet into the page.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _bytes;
    private readonly string _mediaType;
    private readonly bool _isGzipped;
    private readonly EntityTagHeaderValue _tag;

    private Document(byte[] bytes, string mediaType, bool isGzipped)
    {
        (_bytes, _mediaType, _isGzipped) = (bytes, mediaType, isGzipped);
        _tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"");
    }

    /// <summary>Reads a resource that was built into an assembly.</summary>
    /// <param name="neighbour">A type of that assembly.</param>
    /// <param name="resource">The resource's name.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="isGzipped">Whether it is kept compressed.</param>
    /// <exception cref="InvalidOperationException">There is no resource of this name.</exception>
    public static Document FromResource(Type neighbour, string resource, string mediaType, bool isGzipped = false)
    {
        using var stream = neighbour.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{neighbour.Assembly.GetName().Name} has no resource {resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Document(bytes, mediaType, isGzipped);
    }

    /// <summary>The document, or 304 to a caller that has it.</summary>
    public IResult ToResult(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = CacheControl;
        headers.XContentTypeOptions = "nosniff";
        if (_mediaType.StartsWith("text/html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "no-referrer";
        }

        var bytes = _bytes;
        if (_isGzipped)
        {
            headers.Vary = "Accept-Encoding";
            if (AcceptsGzip(http.Request.Headers.AcceptEncoding))
                headers.ContentEncoding = "gzip";
            else
                bytes = Unzip(bytes);
        }

        return TypedResults.Bytes(bytes, _mediaType, entityTag: _tag);
    }

    private static bool AcceptsGzip(string? header) =>
        StringWithQualityHeaderValue.TryParseList([header ?? ""], out var accepted)
        && accepted.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    private static byte[] Unzip(byte[] bytes)
    {
        using var plain = new MemoryStream();
        using (var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            unzipped.CopyTo(plain);
        return plain.ToArray();
    }
}
