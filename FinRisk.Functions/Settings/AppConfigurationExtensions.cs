using Azure.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Settings;

/// <summary>Takes feature flags from Azure App Configuration.</summary>
internal static class AppConfigurationExtensions
{
    /// <summary>Adds the flags of a store to the configuration and looks for changes while the app runs.</summary>
    public static void AddAppConfiguration(this FunctionsApplicationBuilder builder, Uri endpoint, TokenCredential credential)
    {
        var source = new AppConfigurationSource(endpoint, credential);
        builder.Configuration.Sources.Add(source);
        builder.Services.AddSingleton(source);
        builder.Services.AddHostedService<AppConfigurationWatch>();
    }
}
