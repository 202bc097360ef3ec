using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// The versions of a Key Vault secret, each 32 bytes in base64. A new entry of the key ring is encrypted under the newest
/// version. An older version is used for decryption for as long as Key Vault retains it. <see cref="Find"/> reads each version
/// once per process and caches it, so a version that is disabled later still works in the replicas that have it.
/// <see cref="Current"/> always reads the vault, so a rotation takes effect with the next new entry.
/// </summary>
internal sealed class VaultKeyEncryptionKeys(SecretClient vault, string secret) : IKeyEncryptionKeys
{
    private readonly ConcurrentDictionary<string, KeyEncryptionKey> _known = new(StringComparer.Ordinal);

    public KeyEncryptionKey Current()
    {
        var key = Get(version: null);
        _known[key.Version] = key;
        return key;
    }

    // Key Vault would return the newest version for an empty one.
    public KeyEncryptionKey Find(string version) => version.Length > 0
        ? _known.GetOrAdd(version, Get)
        : throw new CryptographicException("The entry of the key ring names no key version.");

    private KeyEncryptionKey Get(string? version)
    {
        try
        {
            return Read(vault.GetSecret(secret, version).Value);
        }
        catch (Exception exception) when (AzureFailures.Classify(exception) is var failure and not AzureFailure.None)
        {
            // Also a missing permission or a firewall: an operator can correct both.
            if (failure == AzureFailure.Transient)
                throw new KeyRingUnreachableException(exception);
            throw new CryptographicException(
                $"Key Vault secret {secret}: there is no version {version ?? "at all"}, or it is disabled.", exception);
        }
    }

    private static KeyEncryptionKey Read(KeyVaultSecret read)
    {
        var bytes = new byte[KeyEncryptionKey.Length];
        return Convert.TryFromBase64String(read.Value, bytes, out var length) && length == KeyEncryptionKey.Length
            ? new KeyEncryptionKey(read.Properties.Version, bytes)
            : throw new CryptographicException(
                $"Key Vault secret {read.Name}: the value is not base64 of {KeyEncryptionKey.Length} bytes.");
    }
}
