using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// The versions of a Key Vault secret, base64 of 32 bytes each. A new version encrypts from the next key on; older ones are read
/// as long as Key Vault keeps them. Read when the key ring is, which is at the start and once a day.
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

    public KeyEncryptionKey Find(string version) => _known.GetOrAdd(version, Get);

    private KeyEncryptionKey Get(string? version)
    {
        try
        {
            return Read(vault.GetSecret(secret, version).Value);
        }
        catch (Exception fault) when (AzureFailures.Classify(fault) is var failure and not AzureFailure.None)
        {
            if (failure == AzureFailure.Transient)
                throw new KeyRingUnreachableException(fault);
            throw new CryptographicException(
                $"Key Vault secret {secret}: there is no version {version ?? "at all"}, or it is disabled.", fault);
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
