using System.Security.Cryptography;
using Azure.Core;
using FinRisk.Functions.Settings;
using FinRisk.Scoring.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Privacy;

/// <summary>Chooses the source of the keys that encrypt the key ring: Key Vault, or the configuration.</summary>
internal static class KeyEncryptionKeys
{
    /// <summary>
    /// Creates the source. <see cref="FunctionsSettingsReader"/> has required exactly one of the two settings.
    /// </summary>
    public static IKeyEncryptionKeys Create(PrivacySettings settings, IServiceProvider provider)
    {
        if (settings.KeyEncryptionKeySecretUri is not { } secret)
            return new ConfiguredKeyEncryptionKey(settings.KeyEncryptionKey!);
        var (vault, name) = VaultSecret.Find(secret, provider.GetRequiredService<TokenCredential>());
        return new VaultKeyEncryptionKeys(vault, name);
    }
}

/// <summary>
/// The single key in the setting <c>Privacy:KeyEncryptionKey</c>, for development. Its version is a prefix of its hash.
/// </summary>
internal sealed class ConfiguredKeyEncryptionKey(byte[] bytes) : IKeyEncryptionKeys
{
    private readonly KeyEncryptionKey _key = new("configured-" + Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], bytes);

    public KeyEncryptionKey Current() => _key;

    public KeyEncryptionKey Find(string version) => version == _key.Version
        ? _key
        : throw new CryptographicException(
            $"The key ring was encrypted under {version}, but Privacy:KeyEncryptionKey is {_key.Version}.");
}
