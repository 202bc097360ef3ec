using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Settings;

/// <summary>Finds a Key Vault secret by its address, as <see cref="SettingsReader.VaultSecret"/> has checked it.</summary>
public static class VaultSecret
{
    /// <summary>
    /// A client of the secret's vault, and the secret's name; a version in the address is left aside, so that it rotates.
    /// </summary>
    /// <param name="address">The secret's address.</param>
    /// <param name="credential">Who asks.</param>
    /// <param name="transport">How requests travel; default the library's own way.</param>
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
