using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FinRisk.Scoring.Docs;

/// <summary>An answer that is the same for everybody: anyone may keep it, and asks again by its tag.</summary>
internal sealed class FixedAnswer(FixedContent content) : IResult
{
    /// <summary>How long a copy is used unasked: short, so that a new version is seen soon after it was deployed.</summary>
    public const string CacheControl = "public, max-age=300";

    /// <summary>
    /// Nothing but what this host serves, so that the page needs no network and sends nothing anywhere. Styles may stand inline: the
    /// viewer writes its own style sheet into the page.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = content.ETag;
        response.Headers.CacheControl = CacheControl;
        response.Headers.XContentTypeOptions = "nosniff";
        if (IsKnown(request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = content.MediaType;
        if (content.MediaType.StartsWith("text/html", StringComparison.Ordinal))
        {
            response.Headers.ContentSecurityPolicy = Policy;
            response.Headers["Referrer-Policy"] = "no-referrer";
        }

        if (content.Gzipped)
            response.Headers.Vary = "Accept-Encoding";
        var bytes = content.Bytes;
        if (content.Gzipped && AcceptsGzip(request.Headers.AcceptEncoding))
            response.Headers.ContentEncoding = "gzip";
        else if (content.Gzipped)
            bytes = Unzip(bytes);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
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

    private bool IsKnown(string? header) =>
        EntityTagHeaderValue.TryParseList([header ?? ""], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == content.ETag);
}
