using Azure.Core;
using Azure.Security.KeyVault.Secrets;

namespace FinRisk.Scoring.Settings;

/// <summary>Finds a Key Vault secret by its address, as <see cref="SettingsReader.VaultSecret"/> has checked it.</summary>
public static class VaultSecret
{
    /// <summary>A client of the secret's vault, and the secret's name; a version in the address is left aside, so that it rotates.</summary>
    public static (SecretClient Vault, string Name) Find(Uri address, TokenCredential credential) =>
        (new SecretClient(new Uri(address.GetLeftPart(UriPartial.Authority)), credential), address.Segments[2].TrimEnd('/'));
}
