using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// Turns what must be found again but may not be stored (an applicant, an idempotency key) into an HMAC-SHA256 under a secret
/// pepper (RFC 2104). Without the pepper neither can be guessed from what is stored, although ID numbers are few enough to try
/// them all. The pepper rotates: what was written under a former one is still found, and everything new is written under the
/// current one.
/// </summary>
public sealed class LookupHasher
{
    /// <summary>The shortest pepper that is accepted, in bytes: the block of security HMAC-SHA256 can give.</summary>
    public const int MinPepperBytes = 32;

    /// <summary>
    /// The characters of an applicant's key (base64url), in ordinal order: for stores that purge by the first of them.
    /// </summary>
    public const string KeyAlphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private readonly byte[] _pepper;
    private readonly byte[][] _former;

    /// <summary>
    /// Takes the secrets: the current pepper, and those that it replaced and that stored hashes may still stand under.
    /// </summary>
    /// <exception cref="ArgumentException">A pepper is shorter than <see cref="MinPepperBytes"/>.</exception>
    public LookupHasher(byte[] pepper, params byte[][] former)
    {
        if (pepper.Length < MinPepperBytes || former.Any(one => one.Length < MinPepperBytes))
            throw new ArgumentException($"The pepper must have at least {MinPepperBytes} bytes.", nameof(pepper));
        (_pepper, _former) = (pepper, former);
    }

    /// <summary>
    /// The key under which scores of this applicant (all three fields) are kept and found; 43 base64url characters.
    /// </summary>
    public string ApplicantKey(Applicant applicant) => ApplicantKey(_pepper, applicant);

    /// <summary>The keys under which this applicant is found: the current one, and those of the former peppers.</summary>
    public ApplicantKeys KeysOf(Applicant applicant) => new(
        ApplicantKey(applicant), _former.Length == 0 ? [] : Array.ConvertAll(_former, pepper => ApplicantKey(pepper, applicant)));

    /// <summary>
    /// The validation id that an idempotency key stands for within one window: the window's start and 128 bits that nobody
    /// without the pepper can foresee. The caller is part of it, so callers cannot meet on a key.
    /// </summary>
    public ValidationId IdempotentId(string caller, string key, DateTimeOffset windowStart) =>
        IdempotentId(_pepper, caller, key, windowStart);

    /// <summary>The ids that the key stood for under the former peppers; none where the pepper has not been changed.</summary>
    public ValidationId[] FormerIdempotentIds(string caller, string key, DateTimeOffset windowStart) =>
        _former.Length == 0 ? [] : Array.ConvertAll(_former, pepper => IdempotentId(pepper, caller, key, windowStart));

    /// <summary>
    /// A name for the caller that a key belongs to, where the host checks keys but does not name them: stable, and no way back to
    /// the key. Not under the pepper: a key is random enough that nobody can try them all, and a caller shall keep its name, and
    /// with it its validations, when the pepper changes.
    /// </summary>
    public static string CallerName(string key) =>
        "key-" + Base64Url.EncodeToString(Hash("FinRisk.Caller.v1"u8, "caller", key).AsSpan(0, 9));

    private static string ApplicantKey(byte[] pepper, Applicant applicant) =>
        Base64Url.EncodeToString(Hash(pepper, "applicant", applicant.FirstName, applicant.LastName, applicant.IdNumber));

    private static ValidationId IdempotentId(byte[] pepper, string caller, string key, DateTimeOffset windowStart)
    {
        var start = windowStart.ToUnixTimeMilliseconds();
        var hash = Hash(pepper, "idempotency", caller, key, start.ToString(CultureInfo.InvariantCulture));
        return ValidationId.Create(start, hash.AsSpan(0, ValidationId.SecretBytes));
    }

    /// <summary>Every part is preceded by its length, so that no two lists of parts give the same bytes.</summary>
    private static byte[] Hash(ReadOnlySpan<byte> pepper, params ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);

        var bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var rest = bytes;
        foreach (var part in parts)
        {
            var count = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(rest, count);
            rest = rest[(sizeof(int) + count)..];
        }

        return HMACSHA256.HashData(pepper, bytes);
    }
}

/// <summary>The keyed hashes under which one applicant is found.</summary>
/// <param name="Current">The hash under the current pepper: everything new is written under it.</param>
/// <param name="Former">Those under the former peppers; empty unless the pepper was changed of late.</param>
public readonly record struct ApplicantKeys(string Current, IReadOnlyList<string> Former)
{
    /// <summary>Whether a stored key is this applicant's.</summary>
    public bool Contains(string key) => key == Current || (Former.Count > 0 && Former.Contains(key));
}
