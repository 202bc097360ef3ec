using System.Text;
using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Docs;

/// <summary>
/// An OpenAPI document that names, as its server, the absolute address at which it is requested. Client generators copy this
/// address into the client; they would resolve a relative address against the file that they read.
/// </summary>
internal sealed class AddressedDocument
{
    private readonly string _before;
    private readonly string _after;
    private readonly string _mediaType;
    private Latest? _latest;

    private AddressedDocument(string before, string after, string mediaType) =>
        (_before, _after, _mediaType) = (before, after, mediaType);

    /// <summary>Reads a resource of this assembly that names exactly one server, with the relative address <c>/</c>.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="before">The text before the address.</param>
    /// <param name="after">The text after the address.</param>
    /// <param name="mediaType">The media type.</param>
    /// <exception cref="InvalidOperationException">
    /// The resource does not contain the server exactly once in this form.
    /// </exception>
    public static AddressedDocument FromResource(string resource, string before, string after, string mediaType)
    {
        var text = Encoding.UTF8.GetString(Document.ReadResource(typeof(AddressedDocument), resource));
        return text.Split($"{before}/{after}") is [var head, var tail]
            ? new AddressedDocument(head + before, after + tail, mediaType)
            : throw new InvalidOperationException($"{resource} does not name its server once as {before}/{after}");
    }

    /// <summary>Returns the document, or 304 if the request's <c>If-None-Match</c> matches it.</summary>
    public IResult ToResult(HttpContext http)
    {
        var address = ServerAddress.FromRequest(http);

        // Nearly all requests use the same address, so only the latest document is cached.
        if (_latest is not { } latest || latest.Address != address)
            _latest = latest = new Latest(address, Document.FromText($"{_before}{address}{_after}", _mediaType));
        http.Response.Headers.Vary = "X-Forwarded-Host, X-Forwarded-Prefix, X-Forwarded-Proto";
        return latest.Document.ToResult(http);
    }

    /// <summary>The latest document and its address, in one object so that threads replace both at once.</summary>
    private sealed record Latest(string Address, Document Document);
}
