using Azure.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Settings;

/// <summary>Where feature flags come from besides the app's own settings. It has the last word over those.</summary>
internal sealed class AppConfigurationSource(Uri endpoint, TokenCredential credential) : IConfigurationSource
{
    /// <summary><c>AppConfiguration:Endpoint</c></summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>The app's identity; it needs the role "App Configuration Data Reader".</summary>
    public TokenCredential Credential { get; } = credential;

    /// <summary>Few retries: the next look comes soon anyway.</summary>
    public ClientOptions Options { get; init; } = new PipelineOptions();

    /// <summary>The only provider this source makes.</summary>
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

/// <summary>Takes feature flags from Azure App Configuration.</summary>
internal static class AppConfigurationExtensions
{
    /// <summary>Adds the flags of a store to the configuration and looks for changes while the app runs.</summary>
    public static void AddAppConfiguration(this FunctionsApplicationBuilder builder, Uri endpoint, TokenCredential credential)
    {
        var source = new AppConfigurationSource(endpoint, credential);
        builder.Configuration.Sources.Add(source);
        builder.Services.AddSingleton(source);
        builder.Services.AddHostedService<AppConfigurationRefresh>();
    }
}
