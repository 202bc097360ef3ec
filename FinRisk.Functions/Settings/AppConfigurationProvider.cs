using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Feature flags out of Azure App Configuration, by its REST interface and an identity (decision 0013 says why not by its own
/// package). It never stops a start: without an answer the settings from elsewhere hold, and the next look may bring one.
/// </summary>
internal sealed class AppConfigurationProvider(AppConfigurationSource source) : ConfigurationProvider
{
    private const string Version = "api-version=2023-11-01";

    /// <summary>How long a start waits for the first answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(
        source.Options, new BearerTokenAuthenticationPolicy(source.Credential, "https://azconfig.io/.default"));

    /// <summary>Why the last look failed; null where it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public override void Load()
    {
        using var patience = new CancellationTokenSource(Patience);
        Task.Run(() => RefreshAsync(patience.Token)).GetAwaiter().GetResult();
    }

    /// <summary>Looks once; what has changed is announced as any reload. Failures are kept in <see cref="Fault"/>.</summary>
    public async Task RefreshAsync(CancellationToken stopping)
    {
        try
        {
            var data = await FetchAsync(stopping);
            Fault = null;
            if (data.Count == Data.Count && data.All(pair => Data.TryGetValue(pair.Key, out var value) && value == pair.Value))
                return;
            Data = data;
            OnReload();
        }
        catch (Exception fault) when (
            fault is JsonException or InvalidOperationException or KeyNotFoundException
            || AzureFailures.IsFailure(fault, CancellationToken.None))
        {
            Fault = fault;
        }
    }

    private async Task<Dictionary<string, string?>> FetchAsync(CancellationToken stopping)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

        // %00 stands for "no label".
        var next = $"/kv?key={Uri.EscapeDataString(AppConfigurationFlags.KeyPrefix + "*")}&label=%00&{Version}";
        while (next is not null)
        {
            using var message = _pipeline.CreateMessage();
            message.Request.Method = RequestMethod.Get;
            message.Request.Uri.Reset(new Uri(source.Endpoint, next));
            await _pipeline.SendAsync(message, stopping);
            if (message.Response.IsError)
                throw new RequestFailedException(message.Response);
            using var page = await JsonDocument.ParseAsync(message.Response.ContentStream!, cancellationToken: stopping);
            next = AppConfigurationFlags.Read(page.RootElement, data);
        }

        return data;
    }
}
