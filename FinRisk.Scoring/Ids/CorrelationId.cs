using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The id that ties a request to its log lines and to the vendor call: the caller's, where it is 1 to 128 of
/// <c>A-Za-z0-9._-</c>, otherwise a new one. Anything else could forge log lines or headers.
/// </summary>
public sealed class CorrelationId
{
    /// <summary>The header, in both directions.</summary>
    public const string Header = "X-Correlation-ID";

    private const int MaxLength = 128;

    private CorrelationId(string value) => Value = value;

    /// <summary>The id.</summary>
    public string Value { get; }

    /// <summary>Gives the request its id and puts it on the response.</summary>
    public static string Attach(HttpContext http)
    {
        var id = Read(http.Request);
        http.Features.Set(new CorrelationId(id));
        http.Response.Headers[Header] = id;
        return id;
    }

    private static string Read(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 and <= MaxLength } sent]
            && !sent.AsSpan().ContainsAnyExcept(NameAlphabet.Characters) ? sent : New();

    private static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

/// <summary>Carries the correlation id through a request.</summary>
public static class CorrelationIdFeature
{
    /// <summary>The id that <see cref="CorrelationId.Attach"/> gave.</summary>
    /// <exception cref="InvalidOperationException">The request has none yet.</exception>
    public static string GetCorrelationId(this HttpContext http) =>
        http.Features.Get<CorrelationId>()?.Value ?? throw new InvalidOperationException(
            "The request has no correlation id yet.");
}
