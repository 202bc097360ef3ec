using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// Encrypts each entry of the key ring with AES-256-GCM, so that the blob alone, without Key Vault, reveals no key.
/// </summary>
internal sealed class KeyRingEncryptor(IKeyEncryptionKeys keys) : IXmlEncryptor
{
    // Part of the stored key ring: later versions must be able to read what this one wrote.
    public const string Element = "encryptedKey";
    public const string VersionAttribute = "keyVersion";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = keys.Current();
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[plain.Length];
        using (var aes = new AesGcm(key.Bytes, tag.Length))
            aes.Encrypt(nonce, plain, cipher, tag, associatedData: Encoding.UTF8.GetBytes(key.Version));
        CryptographicOperations.ZeroMemory(plain);

        var element = new XElement(
            Element,
            new XAttribute(VersionAttribute, key.Version),
            Convert.ToBase64String([.. nonce, .. tag, .. cipher]));
        return new EncryptedXmlInfo(element, typeof(KeyRingDecryptor));
    }
}

/// <summary>
/// Decrypts what <see cref="KeyRingEncryptor"/> encrypted. Data Protection creates it by its type name, which each entry stores.
/// </summary>
public sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    /// <exception cref="CryptographicException">The entry was altered, or its key version is not available.</exception>
    /// <exception cref="FormatException">The entry is not base64.</exception>
    /// <exception cref="FinRisk.Scoring.Privacy.KeyRingUnreachableException">The vault of the keys is unavailable.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        var version = (string?)encryptedElement.Attribute(KeyRingEncryptor.VersionAttribute) ?? "";
        var key = services.GetRequiredService<IKeyEncryptionKeys>().Find(version);
        var whole = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (whole.Length < nonceSize + tagSize)
            throw new CryptographicException("The key ring contains an element that is cut short.");

        var plain = new byte[whole.Length - nonceSize - tagSize];
        using (var aes = new AesGcm(key.Bytes, tagSize))
        {
            aes.Decrypt(
                whole[..nonceSize],
                whole[(nonceSize + tagSize)..],
                whole[nonceSize..(nonceSize + tagSize)],
                plain,
                associatedData: Encoding.UTF8.GetBytes(version));
        }

        var element = XElement.Parse(Encoding.UTF8.GetString(plain));
        CryptographicOperations.ZeroMemory(plain);
        return element;
    }
}
