using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// Turns what must be found again but may not be stored (an applicant, an idempotency key) into an HMAC-SHA256 under a secret
/// pepper (RFC 2104). Without the pepper neither can be guessed from what is stored, although ID numbers are few enough to try
/// them all.
/// </summary>
public sealed class LookupHasher
{
    /// <summary>The shortest pepper that is accepted, in bytes: the block of security HMAC-SHA256 can give.</summary>
    public const int MinPepperBytes = 32;

    private readonly byte[] _pepper;

    /// <summary>Takes the secret.</summary>
    /// <exception cref="ArgumentException">The pepper is shorter than <see cref="MinPepperBytes"/>.</exception>
    public LookupHasher(byte[] pepper)
    {
        if (pepper.Length < MinPepperBytes)
            throw new ArgumentException($"The pepper must have at least {MinPepperBytes} bytes.", nameof(pepper));
        _pepper = pepper;
    }

    /// <summary>The key under which scores of this applicant (all three fields) are kept and found; 43 base64url characters.</summary>
    public string ApplicantKey(Applicant applicant) =>
        Base64Url.EncodeToString(Hash("applicant", applicant.FirstName, applicant.LastName, applicant.IdNumber));

    /// <summary>
    /// The validation id that an idempotency key stands for within one window: the window's start and 128 bits that nobody
    /// without the pepper can foresee. The caller is part of it, so callers cannot meet on a key.
    /// </summary>
    public ValidationId IdempotentId(string caller, string key, DateTimeOffset windowStart)
    {
        var start = windowStart.ToUnixTimeMilliseconds();
        var hash = Hash("idempotency", caller, key, start.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return ValidationId.Create(start, hash.AsSpan(0, ValidationId.SecretBytes));
    }

    /// <summary>
    /// A name for the caller that a key belongs to, where the host checks keys but does not name them: stable, and no way back to
    /// the key.
    /// </summary>
    public string CallerName(string key) => "key-" + Base64Url.EncodeToString(Hash("caller", key).AsSpan(0, 9));

    /// <summary>Every part is preceded by its length, so that no two lists of parts give the same bytes.</summary>
    private byte[] Hash(params ReadOnlySpan<string> parts)
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

        return HMACSHA256.HashData(_pepper, bytes);
    }
}
