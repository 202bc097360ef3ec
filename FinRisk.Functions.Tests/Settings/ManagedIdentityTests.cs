using System.Collections.Concurrent;
using Azure.Core;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FinRisk.Functions.Tests.Settings;

/// <summary>
/// As deployed: no connection string, no secret. What the platform would hand out comes from a stand-in for its identity
/// endpoint; the accounts themselves are not reached.
/// </summary>
public sealed class ManagedIdentityTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _asked = new();
    private WebApplication _endpoint = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _endpoint = builder.Build();
        _endpoint.Run(async http =>
        {
            var (header, query) = (http.Request.Headers["X-IDENTITY-HEADER"], http.Request.Query);
            _asked.Enqueue($"{header} {query["resource"]} {query["client_id"]}".TrimEnd());
            await http.Response.WriteAsJsonAsync(new Dictionary<string, string>
            {
                ["access_token"] = "token",
                ["expires_on"] = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(
                    System.Globalization.CultureInfo.InvariantCulture),
                ["resource"] = http.Request.Query["resource"]!,
                ["token_type"] = "Bearer",
            });
        });
        await _endpoint.StartAsync();
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _endpoint.Urls.Single() + "/msi/token");
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "of-the-platform");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        await _endpoint.DisposeAsync();
    }

    /// <summary>The system-assigned identity, or the one that is named; for storage and for Key Vault.</summary>
    [Theory]
    [InlineData(null, "https://storage.azure.com", "of-the-platform https://storage.azure.com")]
    [InlineData(
        "11112222-0000-0000-0000-333344445555",
        "https://vault.azure.net",
        "of-the-platform https://vault.azure.net 11112222-0000-0000-0000-333344445555")]
    public async Task A_token_comes_from_the_platforms_identity(string? clientId, string resource, string asked)
    {
        using var host = Build(clientId);
        var credential = host.Services.GetRequiredService<TokenCredential>();
        var token = await credential.GetTokenAsync(new TokenRequestContext([resource + "/.default"]), CancellationToken.None);
        Assert.Equal("token", token.Token);
        Assert.Equal([asked], _asked);
    }

    /// <summary>Every client of the product is made for the account that is named, over https.</summary>
    [Fact]
    public void Storage_and_key_ring_are_opened_by_the_account_name()
    {
        using var host = Build(clientId: null);
        var storage = host.Services.GetRequiredService<StorageClients>();
        Assert.Equal(new Uri("https://account.table.core.windows.net/FinRiskScores"), storage.Table("FinRiskScores").Uri);
        Assert.Equal(new Uri("https://account.blob.core.windows.net/finrisk-keys/keys.xml"), storage.KeyRing().Uri);
        Assert.IsType<VaultKeyEncryptionKeys>(host.Services.GetRequiredService<IKeyEncryptionKeys>());
        var ring = Assert.IsType<FailFastKeyRing>(
            host.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
        Assert.IsType<BlobKeyRing>(ring.Ring);
    }

    private static IHost Build(string? clientId)
    {
        var settings = TestHost.Settings();
        settings["AzureWebJobsStorage"] = null;
        settings["AzureWebJobsStorage:accountName"] = "account";
        settings["AzureWebJobsStorage:credential"] = "managedidentity";
        settings["AzureWebJobsStorage:clientId"] = clientId;
        settings["Privacy:KeyEncryptionKey"] = null;
        settings["Privacy:KeyEncryptionKeySecretUri"] = "https://vault.vault.azure.net/secrets/kek";
        return TestHost.Build(settings);
    }
}
