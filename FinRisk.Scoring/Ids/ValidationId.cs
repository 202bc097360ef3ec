using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The id of a validation: 48 bits of time and 128 unguessable bits, written as 36 characters of base32hex in lower case
/// (RFC 4648, section 7). Ids sort by time, so a store keeps new rows together and can purge old rows by a range of ids.
/// </summary>
[JsonConverter(typeof(ValidationIdJson))]
public readonly record struct ValidationId
{
    /// <summary>The number of unguessable bytes in an id.</summary>
    public const int SecretBytes = 16;

    /// <summary>The number of characters in an id.</summary>
    public const int Length = 36;

    private const int TimeBytes = 6;
    private const int TimeCharacters = 10;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";

    /// <summary>
    /// The start of the year 9000; ids with a later time are invalid. 48 bits reach to the year 10889 but
    /// <see cref="DateTimeOffset"/> only to 9999, and settings of several years are added to the time of an id.
    /// </summary>
    private static readonly long EndOfTime = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private ValidationId(string value) => Value = value;

    /// <summary>The id as text.</summary>
    public string Value { get; }

    /// <summary>
    /// The time in the id: its creation, or the start of its idempotency key's window if the id was made from such a key.
    /// </summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(MillisecondsOf(Value));

    /// <summary>Makes a new id from the clock and the system's secure random numbers.</summary>
    public static ValidationId New(TimeProvider clock)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        return Create(clock.GetUtcNow().ToUnixTimeMilliseconds(), secret);
    }

    /// <summary>Makes an id from its parts.</summary>
    /// <param name="unixMilliseconds">The time; its low 48 bits are used.</param>
    /// <param name="secret"><see cref="SecretBytes"/> unpredictable bytes.</param>
    public static ValidationId Create(long unixMilliseconds, ReadOnlySpan<byte> secret)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + SecretBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, unixMilliseconds);
        secret[..SecretBytes].CopyTo(bytes[sizeof(long)..]);
        return new ValidationId(Encode(bytes[(sizeof(long) - TimeBytes)..]));
    }

    /// <summary>Returns the smallest id of a moment. Every id of an earlier moment sorts before it (ordinal).</summary>
    public static string FloorOf(DateTimeOffset moment) =>
        Create(moment.ToUnixTimeMilliseconds(), stackalloc byte[SecretBytes]).Value;

    /// <summary>
    /// Parses an id that a caller sent. Returns false unless the text is 36 characters of the alphabet with a time before the
    /// year 9000.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ValidationId id)
    {
        id = default;
        if (text is not { Length: Length } || text.AsSpan().ContainsAnyExcept(Characters) || MillisecondsOf(text) >= EndOfTime)
            return false;
        id = new ValidationId(text);
        return true;
    }

    /// <summary>Parses an id that FinRisk has stored.</summary>
    /// <exception cref="FormatException">The text is not a validation id. The message does not quote it.</exception>
    public static ValidationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("The stored text is no validation id.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static long MillisecondsOf(ReadOnlySpan<char> text)
    {
        var bits = 0L;
        foreach (var character in text[..TimeCharacters])
            bits = (bits << 5) | (uint)Alphabet.IndexOf(character, StringComparison.Ordinal);
        return bits >> (TimeCharacters * 5 - TimeBytes * 8);
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        var (buffer, bits, index) = (0, 0, 0);
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[index++] = Alphabet[(buffer >> bits) & 31];
            }
        }

        text[index] = Alphabet[(buffer << (5 - bits)) & 31];
        return new string(text);
    }
}

/// <summary>
/// Reads and writes an id as a JSON string. Reading throws if the string is not an id, so that corrupt data is detected early.
/// </summary>
public sealed class ValidationIdJson : JsonConverter<ValidationId>
{
    /// <inheritdoc/>
    public override ValidationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ValidationId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("The value is no validation id.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ValidationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
