using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Functions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Privacy;

/// <summary>Chooses where the key ring's own key comes from.</summary>
internal static class KeyEncryptionKeys
{
    public static IKeyEncryptionKeys Of(PrivacySettings settings, IServiceProvider provider) =>
        settings.KeyEncryptionKeySecretUri is { } secret
            ? new VaultKeyEncryptionKeys(
                new SecretClient(new Uri(secret.GetLeftPart(UriPartial.Authority)), provider.GetRequiredService<TokenCredential>()),
                secret.Segments[2].TrimEnd('/'))
            : new ConfiguredKeyEncryptionKey(settings.KeyEncryptionKey!);
}
