namespace FinRisk.Functions.Settings;

/// <summary>The secrets that applicant data is sealed and hashed with. Settings <c>Privacy:*</c>.</summary>
public sealed record PrivacySettings
{
    /// <summary>The secret of look-up hashes, at least 32 bytes; base64 in <c>Privacy:Pepper</c>.</summary>
    public required byte[] Pepper { get; init; }

    /// <summary>
    /// Peppers that stored hashes may still stand under, in <c>Privacy:PreviousPeppers</c> separated by commas: looked under
    /// after the current one, never written under. Default none.
    /// </summary>
    public IReadOnlyList<byte[]> PreviousPeppers { get; init; } = [];

    /// <summary>
    /// The blob of the key ring; default: <c>keys.xml</c> in the container <c>finrisk-keys</c> of AzureWebJobsStorage.
    /// </summary>
    public Uri? KeyRingBlobUri { get; init; }

    /// <summary>The Key Vault secret that encrypts the key ring.</summary>
    public Uri? KeyEncryptionKeySecretUri { get; init; }

    /// <summary>
    /// For development: the key that encrypts the key ring, 32 bytes; base64 in <c>Privacy:KeyEncryptionKey</c>.
    /// </summary>
    public byte[]? KeyEncryptionKey { get; init; }
}
