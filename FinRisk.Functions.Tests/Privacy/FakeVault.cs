using System.Net;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>Key Vault's side of the wire for one secret with versions: what <c>SecretClient</c> sends is answered here.</summary>
internal sealed class FakeVault : HttpMessageHandler
{
    public const string Secret = "keyring-kek";

    private readonly List<(string Version, string Value, bool Enabled)> _versions = [];

    /// <summary>How many requests came.</summary>
    public int Requests { get; private set; }

    /// <summary>The vault is away.</summary>
    public bool IsDown { get; set; }

    /// <summary>The vault fails for this version alone.</summary>
    public string? Unreachable { get; set; }

    /// <summary>A client as the product makes it, but without waits between its own tries.</summary>
    public SecretClient Client()
    {
        var options = new SecretClientOptions { Transport = new HttpClientTransport(this) };
        options.Retry.MaxRetries = 0;
        return new SecretClient(new Uri("https://vault.example"), new NoCredential(), options);
    }

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

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (IsDown)
            throw new HttpRequestException("The vault is away.");
        var path = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        if (path[1] != Secret)
            return Refuse(HttpStatusCode.NotFound, "SecretNotFound");
        var wanted = path.Length > 2 ? path[2] : _versions[^1].Version;
        if (wanted == Unreachable)
            return Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        return _versions.FirstOrDefault(one => one.Version == wanted) switch
        {
            { Version: null } => Refuse(HttpStatusCode.NotFound, "SecretNotFound"),
            { Enabled: false } => Refuse(HttpStatusCode.Forbidden, "Forbidden"),
            var found => Answer(HttpStatusCode.OK, new
            {
                value = found.Value,
                id = $"https://vault.example/secrets/{Secret}/{found.Version}",
                attributes = new { enabled = true, created = 1, updated = 1 },
            }),
        };
    }

    private static HttpResponseMessage Refuse(HttpStatusCode status, string code) => Answer(status, new { error = new { code, message = code } });

    private static HttpResponseMessage Answer(HttpStatusCode status, object body) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body), null, "application/json") };

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("none", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
