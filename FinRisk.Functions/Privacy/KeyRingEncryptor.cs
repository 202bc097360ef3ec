using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FinRisk.Functions.Privacy;

/// <summary>Encrypts each key of the ring with AES-256-GCM, so that whoever reads the blob has nothing without Key Vault.</summary>
internal sealed class KeyRingEncryptor(IKeyEncryptionKeys keys) : IXmlEncryptor
{
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
            aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(key.Version));
        CryptographicOperations.ZeroMemory(plain);

        var element = new XElement(
            Element,
            new XAttribute(VersionAttribute, key.Version),
            Convert.ToBase64String([.. nonce, .. tag, .. cipher]));
        return new EncryptedXmlInfo(element, typeof(KeyRingDecryptor));
    }
}
