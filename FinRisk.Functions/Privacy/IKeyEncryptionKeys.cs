namespace FinRisk.Functions.Privacy;

/// <summary>The keys that the key ring is encrypted under. They rotate: what an older one encrypted stays readable.</summary>
public interface IKeyEncryptionKeys
{
    /// <summary>The key that encrypts now.</summary>
    KeyEncryptionKey Current();

    /// <summary>The key of this version.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There is none.</exception>
    /// <exception cref="FinRisk.Scoring.Privacy.KeyRingUnreachableException">Whoever keeps it does not answer.</exception>
    KeyEncryptionKey Find(string version);
}

/// <summary>A key that encrypts the key ring.</summary>
/// <param name="Version">Which one; stored beside what it encrypts.</param>
/// <param name="Bytes">The secret, 32 bytes.</param>
public sealed record KeyEncryptionKey(string Version, byte[] Bytes)
{
    /// <summary>AES-256.</summary>
    public const int Length = 32;

    /// <inheritdoc/>
    public override string ToString() => Version;
}
