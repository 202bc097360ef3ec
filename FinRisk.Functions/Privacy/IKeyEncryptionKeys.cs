using FinRisk.Functions.Settings;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// The keys that encrypt the key ring. They rotate: entries encrypted under an older version stay readable.
/// </summary>
public interface IKeyEncryptionKeys
{
    /// <summary>Returns the newest key, under which new entries are encrypted.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There is no usable key.</exception>
    /// <exception cref="FinRisk.Scoring.Privacy.KeyRingUnreachableException">The vault of the keys is unavailable.</exception>
    KeyEncryptionKey Current();

    /// <summary>Returns the key of a version.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The version does not exist or is disabled, or its value is no key.
    /// </exception>
    /// <exception cref="FinRisk.Scoring.Privacy.KeyRingUnreachableException">The vault of the keys is unavailable.</exception>
    KeyEncryptionKey Find(string version);
}

/// <summary>A key that encrypts the key ring.</summary>
/// <param name="Version">The version; stored with each entry that the key encrypts.</param>
/// <param name="Bytes">The secret, 32 bytes.</param>
public sealed record KeyEncryptionKey(string Version, byte[] Bytes)
{
    /// <summary>The length of a key in bytes, as AES-256 demands.</summary>
    public const int Length = PrivacySettings.KeyEncryptionKeyBytes;

    /// <inheritdoc/>
    public override string ToString() => Version;
}
