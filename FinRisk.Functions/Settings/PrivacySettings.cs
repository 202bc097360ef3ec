namespace FinRisk.Functions.Settings;

/// <summary>The secrets that protect applicant data. Settings <c>Privacy:*</c>.</summary>
public sealed record PrivacySettings
{
    /// <summary>The length of <see cref="KeyEncryptionKey"/> in bytes, as AES-256 demands.</summary>
    public const int KeyEncryptionKeyBytes = 32;

    /// <summary>Setting <c>Privacy:Pepper</c>, in base64: the secret of look-up hashes, at least 32 bytes.</summary>
    public required byte[] Pepper { get; init; }

    /// <summary>
    /// Setting <c>Privacy:PreviousPeppers</c>, in base64, separated by commas: earlier peppers under which hashes may still be
    /// stored. They are used for look-ups only; new hashes are written under <see cref="Pepper"/>. Default none.
    /// </summary>
    public IReadOnlyList<byte[]> PreviousPeppers { get; init; } = [];

    /// <summary>
    /// Setting <c>Privacy:KeyRingBlobUri</c>: the blob of the key ring. Default: <c>keys.xml</c> in the container
    /// <c>finrisk-keys</c> of <c>AzureWebJobsStorage</c>.
    /// </summary>
    public Uri? KeyRingBlobUri { get; init; }

    /// <summary>
    /// Setting <c>Privacy:KeyEncryptionKeySecretUri</c>: the Key Vault secret that encrypts the key ring. Exactly one of this and
    /// <see cref="KeyEncryptionKey"/> is set.
    /// </summary>
    public Uri? KeyEncryptionKeySecretUri { get; init; }

    /// <summary>
    /// Setting <c>Privacy:KeyEncryptionKey</c>, in base64: the key of 32 bytes that encrypts the key ring in development.
    /// </summary>
    public byte[]? KeyEncryptionKey { get; init; }
}
