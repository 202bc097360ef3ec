using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// A document that is public and does not change while the process runs. Clients and proxies may cache it and revalidate it with
/// its entity tag.
/// </summary>
internal sealed class Document
{
    /// <summary>
    /// The value of <c>Cache-Control</c>. Caches use a response for 5 minutes without revalidation, so that a newly deployed
    /// version is seen soon.
    /// </summary>
    public const string CacheControl = "public, max-age=300";

    private const int TagBytes = 16;

    /// <summary>
    /// The content security policy of HTML documents. The page loads resources from this host only and sends data nowhere else.
    /// Inline styles are allowed, because the documentation page's viewer (Scalar) inserts its style sheet into the page.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _bytes;
    private readonly string _mediaType;
    private readonly bool _isGzipped;

    // RFC 9110, section 8.8.3: representations with different content codings have different strong entity tags.
    private readonly EntityTagHeaderValue _tag;
    private readonly EntityTagHeaderValue _gzipTag;

    private Document(byte[] bytes, string mediaType, bool isGzipped)
    {
        (_bytes, _mediaType, _isGzipped) = (bytes, mediaType, isGzipped);
        var hash = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes));
        _tag = new EntityTagHeaderValue($"\"{hash}\"");
        _gzipTag = new EntityTagHeaderValue($"\"{hash}-gzip\"");
    }

    /// <summary>Creates a document from an embedded resource of an assembly.</summary>
    /// <param name="typeInAssembly">A type in the assembly.</param>
    /// <param name="resource">The resource's name.</param>
    /// <param name="mediaType">The media type.</param>
    /// <param name="isGzipped">Whether the resource is compressed with gzip.</param>
    /// <exception cref="InvalidOperationException">There is no resource of this name.</exception>
    public static Document FromResource(Type typeInAssembly, string resource, string mediaType, bool isGzipped = false) =>
        new(ReadResource(typeInAssembly, resource), mediaType, isGzipped);

    /// <summary>Creates a document from a text.</summary>
    public static Document FromText(string text, string mediaType) =>
        new(Encoding.UTF8.GetBytes(text), mediaType, isGzipped: false);

    /// <summary>Returns the bytes of an embedded resource of an assembly.</summary>
    /// <exception cref="InvalidOperationException">There is no resource of this name.</exception>
    public static byte[] ReadResource(Type typeInAssembly, string resource)
    {
        using var stream = typeInAssembly.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{typeInAssembly.Assembly.GetName().Name} has no resource {resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>
    /// Returns the document, or 304 if the request's <c>If-None-Match</c> matches it. A document that is stored compressed is
    /// sent compressed if the request accepts gzip.
    /// </summary>
    public IResult ToResult(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = CacheControl;
        headers.XContentTypeOptions = "nosniff";
        if (_mediaType.StartsWith("text/html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers["Referrer-Policy"] = "no-referrer";
        }

        var (bytes, tag) = (_bytes, _tag);
        if (_isGzipped)
        {
            headers.Vary = "Accept-Encoding";
            if (AcceptsGzip(http.Request.Headers.AcceptEncoding))
                (headers.ContentEncoding, tag) = ("gzip", _gzipTag);
            else
                bytes = Unzip(bytes);
        }

        return TypedResults.Bytes(bytes, _mediaType, entityTag: tag);
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
