using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// Computes look-up hashes for data that must be found again but must not be stored: applicants and idempotency keys. A hash is
/// an HMAC-SHA256 (RFC 2104) under a secret pepper. Without the pepper a hash cannot be reversed by trying all ID numbers, of
/// which there are few. The pepper rotates: new hashes are written under the current pepper, and look-ups also use the previous
/// ones.
/// </summary>
public sealed class LookupHasher
{
    /// <summary>The minimum length of a pepper in bytes: the output length of SHA-256, as RFC 2104 recommends.</summary>
    public const int MinPepperBytes = 32;

    /// <summary>
    /// The characters of an applicant hash (base64url), in ordinal order, for stores that purge by the first character.
    /// </summary>
    public const string HashAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private readonly byte[] _pepper;
    private readonly byte[][] _previous;

    /// <summary>
    /// Creates a hasher.
    /// </summary>
    /// <param name="pepper">The current pepper.</param>
    /// <param name="previous">The previous peppers, under which hashes may still be stored.</param>
    /// <exception cref="ArgumentException">A pepper is shorter than <see cref="MinPepperBytes"/>.</exception>
    public LookupHasher(byte[] pepper, params byte[][] previous)
    {
        if (pepper.Length < MinPepperBytes || previous.Any(one => one.Length < MinPepperBytes))
            throw new ArgumentException($"The pepper must have at least {MinPepperBytes} bytes.", nameof(pepper));
        (_pepper, _previous) = (pepper, previous);
    }

    /// <summary>
    /// The hash of an applicant's three fields under the current pepper, 43 base64url characters. Scores are stored under it.
    /// </summary>
    public string ApplicantHash(Applicant applicant) => ApplicantHash(_pepper, applicant);

    /// <summary>The hashes of an applicant under the current and the previous peppers, for look-ups.</summary>
    public ApplicantHashes HashesOf(Applicant applicant) => new(
        ApplicantHash(applicant), Array.ConvertAll(_previous, pepper => ApplicantHash(pepper, applicant)));

    /// <summary>
    /// The validation id for an idempotency key in one window. It consists of the window's start and 128 bits that are
    /// unpredictable without the pepper. The caller is part of the hash, so the same key of two callers gives different ids.
    /// </summary>
    public ValidationId IdempotentId(string caller, string idempotencyKey, DateTimeOffset windowStart) =>
        IdempotentId(_pepper, caller, idempotencyKey, windowStart);

    /// <summary>The validation ids for an idempotency key under the previous peppers; empty if there are none.</summary>
    public ValidationId[] PreviousIdempotentIds(string caller, string idempotencyKey, DateTimeOffset windowStart) =>
        Array.ConvertAll(_previous, pepper => IdempotentId(pepper, caller, idempotencyKey, windowStart));

    /// <summary>
    /// The caller name for a function key, for a host that checks keys but does not tell their names. It is a one-way hash of the
    /// key. It does not depend on the pepper: a key is too random to be found by trying, and a caller must keep its name, and
    /// therefore its validations, when the pepper changes.
    /// </summary>
    /// <remarks>Of the hash 9 bytes are used, which are 12 characters without padding.</remarks>
    public static string CallerName(string functionKey) =>
        "key-" + Base64Url.EncodeToString(Hash("FinRisk.Caller.v1"u8, "caller", functionKey).AsSpan(0, 9));

    private static string ApplicantHash(byte[] pepper, Applicant applicant) =>
        Base64Url.EncodeToString(Hash(pepper, "applicant", applicant.FirstName, applicant.LastName, applicant.IdNumber));

    private static ValidationId IdempotentId(byte[] pepper, string caller, string idempotencyKey, DateTimeOffset windowStart)
    {
        var start = windowStart.ToUnixTimeMilliseconds();
        var hash = Hash(pepper, "idempotency", caller, idempotencyKey, start.ToString(CultureInfo.InvariantCulture));
        return ValidationId.Create(start, hash.AsSpan(0, ValidationId.SecretBytes));
    }

    /// <summary>
    /// Hashes the parts, each preceded by its length, so that different lists of parts never give the same input.
    /// </summary>
    private static byte[] Hash(ReadOnlySpan<byte> pepper, params ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);

        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            var count = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(rest, count);
            rest = rest[(sizeof(int) + count)..];
        }

        return HMACSHA256.HashData(pepper, bytes);
    }
}

/// <summary>The keyed hashes under which data of one applicant may be stored.</summary>
/// <param name="Current">The hash under the current pepper. New data is stored under it.</param>
/// <param name="Previous">The hashes under the previous peppers; empty if none are configured.</param>
public readonly record struct ApplicantHashes(string Current, IReadOnlyList<string> Previous)
{
    /// <summary>True if a hash belongs to this applicant.</summary>
    public bool Contains(string hash) => hash == Current || Previous.Contains(hash);
}
