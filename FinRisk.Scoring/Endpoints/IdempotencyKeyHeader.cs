using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Endpoints;

/// <summary>
/// Reads <c>Idempotency-Key</c>: 1 to 255 visible ASCII characters, bare or as a quoted string (RFC 8941, section 3.3.3), which
/// are the same key.
/// </summary>
internal static class IdempotencyKeyHeader
{
    public const string Name = "Idempotency-Key";

    public const string Rule = "Idempotency-Key must be sent once and hold 1 to 255 visible ASCII characters, bare or in double quotes.";

    private const int MaxLength = 255;

    /// <summary>Returns false where the header breaks its rule; without a header the key is null.</summary>
    public static bool TryRead(StringValues header, out string? key)
    {
        key = null;
        if (header.Count == 0)
            return true;
        if (header is not [{ } text] || (text.StartsWith('"') ? !TryUnquote(text, out text) : false))
            return false;
        if (text.Length is 0 or > MaxLength || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return false;
        key = text;
        return true;
    }

    private static bool TryUnquote(string text, [NotNullWhen(true)] out string? unquoted)
    {
        unquoted = null;
        if (text.Length < 2 || !text.EndsWith('"'))
            return false;

        var plain = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"' || (text[i] == '\\' && (++i == text.Length - 1 || text[i] is not ('"' or '\\'))))
                return false;
            plain.Append(text[i]);
        }

        unquoted = plain.ToString();
        return true;
    }
}
