using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The id that connects a request with its log lines and with the vendor call. It is the id that the caller sent, if it is valid;
/// otherwise a new one. The restriction to <c>A-Za-z0-9._-</c> prevents forged log lines and headers.
/// </summary>
public sealed class CorrelationId
{
    /// <summary>The name of the request and response header.</summary>
    public const string Header = "X-Correlation-ID";

    private const int MaxLength = 128;

    private CorrelationId(string value) => Value = value;

    /// <summary>The id.</summary>
    public string Value { get; }

    /// <summary>Sets the id of a request, adds it to the response headers and returns it.</summary>
    public static string Attach(HttpContext http)
    {
        var id = Read(http.Request);
        http.Features.Set(new CorrelationId(id));
        http.Response.Headers[Header] = id;
        return id;
    }

    /// <summary>True if a text is a valid id: 1 to 128 characters of <c>A-Za-z0-9._-</c>.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(NameAlphabet.Characters);

    private static string Read(HttpRequest request) =>
        request.Headers[Header] is [var sent] && IsValid(sent) ? sent : New();

    private static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

/// <summary>Carries the correlation id through a request.</summary>
public static class CorrelationIdFeature
{
    /// <summary>Returns the id that <see cref="CorrelationId.Attach"/> has set.</summary>
    /// <exception cref="InvalidOperationException">The id has not been set.</exception>
    public static string GetCorrelationId(this HttpContext http) =>
        http.Features.Get<CorrelationId>()?.Value ?? throw new InvalidOperationException(
            "The request has no correlation id yet.");
}
