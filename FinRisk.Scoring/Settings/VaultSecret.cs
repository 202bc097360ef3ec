using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Settings;

/// <summary>
/// Creates a client for a Key Vault secret from the URI that <see cref="SettingsReader.ReadVaultSecretUri"/> has validated.
/// </summary>
public static class VaultSecret
{
    /// <summary>
    /// Returns a client for the secret's vault, and the secret's name. A version in the URI is ignored, so that the secret can
    /// rotate.
    /// </summary>
    /// <param name="address">The URI of the secret.</param>
    /// <param name="credential">The identity that reads the secret.</param>
    /// <param name="transport">The HTTP transport; null: the default of the Azure client library.</param>
    public static (SecretClient Vault, string Name) Find(
        Uri address, TokenCredential credential, HttpPipelineTransport? transport = null)
    {
        var options = new SecretClientOptions().WithDefaults();
        if (transport is not null)
            options.Transport = transport;
        var vault = new Uri(address.GetLeftPart(UriPartial.Authority));
        return (new SecretClient(vault, credential, options), address.Segments[2].TrimEnd('/'));
    }
}
