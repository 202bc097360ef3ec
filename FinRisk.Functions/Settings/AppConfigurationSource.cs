using Azure.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Settings;

/// <summary>Azure App Configuration as a configuration source. Its feature flags override the app's settings.</summary>
internal sealed class AppConfigurationSource(Uri endpoint, TokenCredential credential) : IConfigurationSource
{
    /// <summary>Setting <c>AppConfiguration:Endpoint</c>: the address of the store.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>The app's identity; it needs the role "App Configuration Data Reader".</summary>
    public TokenCredential Credential { get; } = credential;

    /// <summary>The client options. They allow a single retry, because the next refresh follows within 30 s.</summary>
    public ClientOptions Options { get; init; } = new PipelineOptions();

    /// <summary>The single provider of this source.</summary>
    public AppConfigurationProvider Provider => field ??= new AppConfigurationProvider(this);

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => Provider;

    internal sealed class PipelineOptions : ClientOptions
    {
        public PipelineOptions()
        {
            Retry.MaxRetries = 1;
            Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        }
    }
}

/// <summary>Registers Azure App Configuration as a source of feature flags.</summary>
internal static class AppConfigurationExtensions
{
    /// <summary>Adds the flags of a store to the configuration and reloads them while the app runs.</summary>
    public static void AddAppConfiguration(this FunctionsApplicationBuilder builder, Uri endpoint, TokenCredential credential)
    {
        var source = new AppConfigurationSource(endpoint, credential);
        builder.Configuration.Sources.Add(source);
        builder.Services.AddSingleton(source);
        builder.Services.AddHostedService<AppConfigurationRefresh>();
    }
}
