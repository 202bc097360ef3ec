using Azure.Core;
using FinRisk.Functions.Settings;
using FinRisk.Scoring.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Privacy;

/// <summary>Chooses where the key ring's own key comes from.</summary>
internal static class KeyEncryptionKeys
{
    public static IKeyEncryptionKeys Of(PrivacySettings settings, IServiceProvider provider)
    {
        if (settings.KeyEncryptionKeySecretUri is not { } secret)
            return new ConfiguredKeyEncryptionKey(settings.KeyEncryptionKey!);
        var (vault, name) = VaultSecret.Find(secret, provider.GetRequiredService<TokenCredential>());
        return new VaultKeyEncryptionKeys(vault, name);
    }
}
