using System.Security.Cryptography;
using System.Xml.Linq;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// A key ring whose reading fails as a whole where Key Vault cannot give the keys that its entries are encrypted under. Data
/// Protection decrypts an entry when it first needs it and remembers a failure for a day, so an outage of a moment would break
/// seals until tomorrow. A reading that fails is made again at the next use.
/// </summary>
internal sealed class FailFastKeyRing(IXmlRepository ring, IKeyEncryptionKeys keys) : IXmlRepository
{
    /// <summary>The ring as it is stored.</summary>
    public IXmlRepository Ring => ring;

    /// <inheritdoc/>
    /// <exception cref="KeyRingUnreachableException">The ring's store or its keys' vault does not answer.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            var elements = ring.GetAllElements();
            var versions = elements.Descendants(KeyRingEncryptor.Element)
                .Select(entry => (string?)entry.Attribute(KeyRingEncryptor.VersionAttribute));
            foreach (var version in versions.Distinct())
                Fetch(version ?? "");
            return elements;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault))
        {
            throw new KeyRingUnreachableException(fault);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="KeyRingUnreachableException">The ring's store does not answer.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        try
        {
            ring.StoreElement(element, friendlyName);
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault))
        {
            throw new KeyRingUnreachableException(fault);
        }
    }

    /// <summary>A version that is gone for good fails its own entries only, and those when they are used.</summary>
    private void Fetch(string version)
    {
        try
        {
            keys.Find(version);
        }
        catch (CryptographicException)
        {
            // Disabled, deleted, or never there.
        }
    }
}
