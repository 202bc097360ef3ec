using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>
/// Key Vault's side of the wire for one secret with versions: a real HTTP server, called by a client with the product's own
/// options, retries and all. Only the way there differs: a client sends a token over https alone, so its requests are led to a
/// loopback port.
/// </summary>
internal sealed class FakeVault : IAsyncDisposable
{
    private const string Secret = "keyring-kek";
    private static readonly Uri SecretUri = new($"https://vault.example/secrets/{Secret}");

    private readonly WebApplication _server;
    private readonly List<(string Version, string Value, bool Enabled)> _versions = [];
    private int _requests;

    private FakeVault(WebApplication server) => _server = server;

    /// <summary>How many requests came.</summary>
    public int Requests => _requests;

    /// <summary>What every request meets instead of an answer; null: the vault is well.</summary>
    public Func<HttpContext, Task>? Outage { get; set; }

    /// <summary>The only version that the outage is about; null: all.</summary>
    public string? OutageOf { get; set; }

    /// <summary>Starts it.</summary>
    public static async Task<FakeVault> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var vault = new FakeVault(builder.Build());
        vault._server.Run(vault.AnswerAsync);
        await vault._server.StartAsync();
        return vault;
    }

    /// <summary>A client as the product makes it, and the secret's name.</summary>
    public (SecretClient Vault, string Name) Client()
    {
        var server = new Uri(_server.Urls.Single());
        var transport = new HttpClientTransport(new Loopback(server) { InnerHandler = new SocketsHttpHandler() });
        return VaultSecret.Find(
            SecretUri, DelegatedTokenCredential.Create((_, _) => new AccessToken("none", DateTimeOffset.MaxValue)), transport);
    }

    /// <summary>An answer without a secret, in Key Vault's form.</summary>
    public static Func<HttpContext, Task> Answers(
        int status, string code, string? innerCode = null, int? retryAfter = null) => async http =>
    {
        if (retryAfter is { } seconds)
            http.Response.Headers.RetryAfter = $"{seconds}";
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new
        {
            error = new { code, message = code, innererror = innerCode is null ? null : new { code = innerCode } },
        });
    };

    /// <summary>The connection breaks.</summary>
    public static Func<HttpContext, Task> Drops => http =>
    {
        http.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Sets the secret: a new version, the newest from now on.</summary>
    public string Rotate(string value)
    {
        var version = $"version{_versions.Count + 1}";
        _versions.Add((version, value, true));
        return version;
    }

    /// <summary>Disables a version, as an operator does once it is no longer needed.</summary>
    public void Disable(string version)
    {
        var at = _versions.FindIndex(one => one.Version == version);
        _versions[at] = _versions[at] with { Enabled = false };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        var path = http.Request.Path.Value!.Trim('/').Split('/');
        var wanted = path.Length > 2 ? path[2] : _versions[^1].Version;
        var answer = Outage is { } outage && (OutageOf ?? wanted) == wanted ? outage
            : path[1] != Secret ? Answers(404, "SecretNotFound")
            : _versions.FirstOrDefault(one => one.Version == wanted) switch
            {
                { Version: null } => Answers(404, "SecretNotFound"),
                { Enabled: false } => Answers(403, "Forbidden", "SecretDisabled"),
                var found => async context => await context.Response.WriteAsJsonAsync(new
                {
                    value = found.Value,
                    id = $"https://vault.example/secrets/{Secret}/{found.Version}",
                    attributes = new { enabled = true, created = 1, updated = 1 },
                }),
            };
        await answer(http);
    }

    private sealed class Loopback(Uri server) : DelegatingHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.Send(Redirect(request), cancellationToken);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(Redirect(request), cancellationToken);

        private HttpRequestMessage Redirect(HttpRequestMessage request)
        {
            request.RequestUri = new Uri(server, request.RequestUri!.PathAndQuery);
            return request;
        }
    }
}
