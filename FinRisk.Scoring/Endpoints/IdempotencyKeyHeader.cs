using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Endpoints;

/// <summary>
/// Reads the header <c>Idempotency-Key</c>. Its value is a structured-field string (RFC 9651, section 3.3.3) of 1 to 255
/// printable ASCII characters, as draft-ietf-httpapi-idempotency-key-header specifies; parameters are ignored. Many callers omit
/// the quotes, so a value of 1 to 255 visible ASCII characters without quotes is accepted too, as the same key as the value with
/// quotes.
/// </summary>
internal static partial class IdempotencyKeyHeader
{
    public const string Name = "Idempotency-Key";

    public const string Rule =
        "Idempotency-Key must be sent once and contain 1 to 255 visible ASCII characters, bare or in double quotes; "
        + "in quotes also spaces.";

    private const int MaxLength = 255;
    private const string Characters = """(?:[ !\x23-\x5B\x5D-\x7E]|\\["\\])*""";

    /// <summary>Reads the key; null without a header. Returns false if the header breaks <see cref="Rule"/>.</summary>
    public static bool TryRead(StringValues header, out string? idempotencyKey)
    {
        idempotencyKey = null;
        if (header.Count == 0)
            return true;
        if (header is not [{ } text])
            return false;

        var value = text.StartsWith('"') ? Unquote(text) : text.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : text;
        idempotencyKey = value is { Length: > 0 and <= MaxLength } ? value : null;
        return idempotencyKey is not null;
    }

    private static string? Unquote(string text) =>
        Item().Match(text) is { Success: true } item ? Escape().Replace(item.Groups["string"].Value, "$1") : null;

    /// <summary>A string and its parameters, <c>;key</c> or <c>;key=value</c> (RFC 9651, sections 3.1.2 and 3.3.3).</summary>
    [GeneratedRegex($"""^"(?<string>{Characters})"(?:; *[a-z*][a-z0-9_.*-]*(?:=(?:"{Characters}"|[!#-+.-:<-~-]+))?)*\z""")]
    private static partial Regex Item();

    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escape();
}
