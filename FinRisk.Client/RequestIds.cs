using System.Security.Cryptography;

namespace FinRisk.Client;

/// <summary>Checks the caller's idempotency keys and correlation ids, or generates random ones of 128 bits.</summary>
internal static class RequestIds
{
    private const int RandomBytes = 16;
    private const int MaxIdempotencyKey = 255;
    private const int MaxCorrelationId = 128;

    /// <summary>Returns the caller's idempotency key, or a random one if it is null.</summary>
    /// <exception cref="ArgumentException">The key is not 1 to 255 printable ASCII characters.</exception>
    public static string IdempotencyKey(string? given)
    {
        if (given is { Length: 0 or > MaxIdempotencyKey } || given?.Any(character => character is < ' ' or > '~') is true)
            throw new ArgumentException("An idempotency key is 1 to 255 printable ASCII characters.");
        return given ?? Random();
    }

    /// <summary>Returns the caller's correlation id, or a random one if it is null.</summary>
    /// <exception cref="ArgumentException">The id is not 1 to 128 of the characters <c>A-Za-z0-9._-</c>.</exception>
    public static string CorrelationId(string? given)
    {
        if (given is { Length: 0 or > MaxCorrelationId }
            || given?.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '-')) is true)
        {
            throw new ArgumentException("A correlation id is 1 to 128 of A-Za-z0-9._-");
        }

        return given ?? Random();
    }

    /// <summary>Formats the key as an RFC 9651 String, for the header <c>Idempotency-Key</c>.</summary>
    public static string Quote(string key) =>
        $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Random() => Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes));
}
