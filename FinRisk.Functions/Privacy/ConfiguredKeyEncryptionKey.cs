using System.Security.Cryptography;

namespace FinRisk.Functions.Privacy;

/// <summary>The one key of the configuration, for development; its version is the beginning of its hash.</summary>
internal sealed class ConfiguredKeyEncryptionKey(byte[] bytes) : IKeyEncryptionKeys
{
    private readonly KeyEncryptionKey _key = new("configured-" + Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], bytes);

    public KeyEncryptionKey Current() => _key;

    public KeyEncryptionKey Find(string version) => version == _key.Version
        ? _key
        : throw new CryptographicException($"The key ring was encrypted under {version}, but Privacy:KeyEncryptionKey is {_key.Version}.");
}
