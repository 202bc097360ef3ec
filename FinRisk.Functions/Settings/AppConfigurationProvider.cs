using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Loads feature flags from the REST API of Azure App Configuration with a managed identity. Decision 0013 states why it does not
/// use Microsoft's provider package. A failure never prevents the start: the settings from other sources then apply until a
/// refresh succeeds.
/// </summary>
internal sealed class AppConfigurationProvider(AppConfigurationSource source) : ConfigurationProvider
{
    private const string Version = "api-version=2023-11-01";

    /// <summary>The maximum time that a start waits for the first load.</summary>
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(
        source.Options, new BearerTokenAuthenticationPolicy(source.Credential, "https://azconfig.io/.default"));

    /// <summary>The exception of the last refresh; null if it succeeded.</summary>
    public Exception? LastError { get; private set; }

    /// <inheritdoc/>
    public override void Load()
    {
        using var timeout = new CancellationTokenSource(LoadTimeout);

        // Load is synchronous by its contract; on another thread, so that a synchronization context cannot cause a deadlock.
        Task.Run(() => RefreshAsync(timeout.Token, stopping: CancellationToken.None)).GetAwaiter().GetResult();
    }

    /// <summary>
    /// Loads the flags and signals a configuration reload if any has changed. A failure is stored in <see cref="LastError"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The app is stopping.</exception>
    public Task RefreshAsync(CancellationToken stopping) => RefreshAsync(stopping, stopping);

    /// <param name="cancelled">Ends the load. Unless the app is stopping too, that is a failure.</param>
    /// <param name="stopping">Cancelled when the app stops.</param>
    private async Task RefreshAsync(CancellationToken cancelled, CancellationToken stopping)
    {
        try
        {
            var data = await FetchAsync(cancelled);
            LastError = null;
            if (data.Count == Data.Count && data.All(pair => Data.TryGetValue(pair.Key, out var value) && value == pair.Value))
                return;
            Data = data;
            OnReload();
        }
        catch (Exception exception) when (
            // The first three: the answer does not contain flags as AppConfigurationFlags expects them. No token is passed,
            // because the time-out of Load is a failure too.
            exception is JsonException or InvalidOperationException or KeyNotFoundException
            || AzureFailures.IsFailure(exception, CancellationToken.None))
        {
            // A stop is not an outage of App Configuration.
            stopping.ThrowIfCancellationRequested();
            LastError = exception;
        }
    }

    private async Task<Dictionary<string, string?>> FetchAsync(CancellationToken cancelled)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

        // %00 stands for "no label".
        var next = $"/kv?key={Uri.EscapeDataString(AppConfigurationFlags.KeyPrefix + "*")}&label=%00&{Version}";
        while (next is not null)
        {
            using var message = _pipeline.CreateMessage();
            message.Request.Method = RequestMethod.Get;
            message.Request.Uri.Reset(new Uri(source.Endpoint, next));
            await _pipeline.SendAsync(message, cancelled);
            if (message.Response.IsError)
                throw new RequestFailedException(message.Response);
            using var page = await JsonDocument.ParseAsync(message.Response.ContentStream!, cancellationToken: cancelled);
            next = AppConfigurationFlags.Read(page.RootElement, data);
        }

        return data;
    }
}
