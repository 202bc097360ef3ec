using Azure.Core;
using Azure.Identity;
using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Providers;

/// <summary>Registers the services of one provider for dependency injection.</summary>
internal static class ProviderServices
{
    /// <summary>Adds one provider, with an API key source, call limits and connections that no other provider shares.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="adapter">The adapter to the provider's API.</param>
    /// <param name="probeWait">The longest time that a probe of the provider's circuit may wait for a permit.</param>
    public static IServiceCollection AddProvider(
        this IServiceCollection services, ProviderSettings settings, IProviderAdapter adapter, TimeSpan probeWait)
    {
        var name = settings.Name;
        foreach (var pooled in (bool[])[true, false])
        {
            services.AddHttpClient(ProviderClient.GetHandlerName(name, pooled))
                .ConfigurePrimaryHttpMessageHandler(() => VendorConnection.CreateHandler(settings, pooled))

                // The handler itself replaces old connections (VendorConnection.Lifetime), so the factory need not replace it.
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

                // The factory's loggers would log every call, which costs as much time as the call's JSON.
                .RemoveAllLoggers();
        }

        services.AddSingleton(settings);
        services.AddKeyedSingleton<IVendorKeySource>(name, (provider, _) => settings.ApiKeySecretUri is { } secret
            ? CreateKeyVaultKeySource(provider, secret, name)
            : new ConfiguredKeySource(provider.GetRequiredService<IConfiguration>(), settings.Section));
        services.AddKeyedSingleton(name, (provider, _) => new VendorPermits(
            settings, probeWait, provider.GetRequiredService<TimeProvider>(), provider.GetService<ISharedCallRate>()));
        return services.AddSingleton(provider => CreateClient(provider, settings, adapter));
    }

    private static ProviderClient CreateClient(IServiceProvider provider, ProviderSettings settings, IProviderAdapter adapter)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var keys = provider.GetRequiredKeyedService<IVendorKeySource>(settings.Name);
        var permits = provider.GetRequiredKeyedService<VendorPermits>(settings.Name);
        return new ProviderClient(
            new ProviderClient.Transport(
                CreateInvoker(provider, settings.Name, pooled: true), CreateInvoker(provider, settings.Name, pooled: false)),
            settings,
            adapter,
            keys,
            VendorPipeline.Build(settings, keys, permits, clock),
            provider.GetRequiredService<StallDetector>(),
            clock,
            provider.GetRequiredService<ILogger<ProviderClient>>());
    }

    private static HttpMessageInvoker CreateInvoker(IServiceProvider provider, string name, bool pooled) =>
        new(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ProviderClient.GetHandlerName(name, pooled)));

    /// <summary>
    /// Creates the Key Vault key source. A separate method, so that a host without Key Vault does not load the Azure libraries.
    /// </summary>
    private static KeyVaultKeySource CreateKeyVaultKeySource(IServiceProvider provider, Uri secret, string name)
    {
        var credential = provider.GetService<TokenCredential>() ?? new DefaultAzureCredential();
        var (vault, secretName) = VaultSecret.Find(secret, credential);
        return new KeyVaultKeySource(
            vault,
            secretName,
            name,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyVaultKeySource>>());
    }
}
