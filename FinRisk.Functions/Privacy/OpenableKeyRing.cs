using System.Security.Cryptography;
using System.Xml.Linq;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// A key ring that is read only together with the keys it is encrypted under. Data Protection opens an entry when it first needs
/// it and remembers for a day that it could not, so a vault that is away for a moment would break seals until tomorrow. Here
/// such a moment fails the reading as a whole, and that is tried again.
/// </summary>
internal sealed class OpenableKeyRing(IXmlRepository ring, IKeyEncryptionKeys keys) : IXmlRepository
{
    /// <summary>Where its entries are.</summary>
    public IXmlRepository Ring => ring;

    /// <inheritdoc/>
    /// <exception cref="KeyRingUnreachableException">The ring's store or its keys' vault does not answer.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            var elements = ring.GetAllElements();
            var encrypted = elements.Descendants(KeyRingEncryptor.Element);
            foreach (var version in encrypted.Select(entry => (string?)entry.Attribute(KeyRingEncryptor.VersionAttribute)).Distinct())
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
