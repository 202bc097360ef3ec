using System.Security.Cryptography;
using System.Xml.Linq;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// A key ring that cannot be read at all while Key Vault does not provide every key that its entries are encrypted under. Without
/// this, Data Protection would decrypt each entry on first use and cache a failure for a day, so a brief outage would break seals
/// until the next day. A failed read of the whole ring is not cached; the next use reads again.
/// </summary>
internal sealed class FailFastKeyRing(IXmlRepository ring, IKeyEncryptionKeys keys) : IXmlRepository
{
    /// <summary>The wrapped key ring, for tests.</summary>
    public IXmlRepository Ring => ring;

    /// <inheritdoc/>
    /// <exception cref="KeyRingUnreachableException">The store of the ring, or the vault of its keys, is unavailable.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            var elements = ring.GetAllElements();
            var versions = elements.Descendants(KeyRingEncryptor.Element)
                .Select(entry => (string?)entry.Attribute(KeyRingEncryptor.VersionAttribute));

            // An entry without a version is damaged, and fails when it is decrypted.
            foreach (var version in versions.Distinct())
                Preload(version ?? "");
            return elements;
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception))
        {
            throw new KeyRingUnreachableException(exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="KeyRingUnreachableException">The store of the ring is unavailable.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        try
        {
            ring.StoreElement(element, friendlyName);
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception))
        {
            throw new KeyRingUnreachableException(exception);
        }
    }

    /// <summary>
    /// Loads a key version into the cache of <see cref="IKeyEncryptionKeys"/>. A version that no longer exists is no failure of
    /// the ring: only the entries encrypted under it fail, when they are used.
    /// </summary>
    private void Preload(string version)
    {
        try
        {
            keys.Find(version);
        }
        catch (CryptographicException)
        {
            // The version is disabled or deleted, or never existed, or its value is no key.
        }
    }
}
