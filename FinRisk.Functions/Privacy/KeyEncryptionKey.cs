namespace FinRisk.Functions.Privacy;

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
