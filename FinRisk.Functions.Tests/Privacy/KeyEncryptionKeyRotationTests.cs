using System.Security.Cryptography;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using FinRisk.Testing.Tools;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>The key that encrypts the ring gets a new version in Key Vault; so does the ring itself.</summary>
[Collection(AzuriteTests.Name)]
public sealed class KeyEncryptionKeyRotationTests(Azurite azurite) : IAsyncLifetime
{
    private readonly string _blob = $"keys{Guid.CreateVersion7():N}.xml";
    private readonly ValidationId _id = ValidationId.New(TimeProvider.System);
    private FakeVault _vault = null!;

    /// <summary>How the vault can fail for a while, each as Key Vault, a firewall or the network between does it.</summary>
    public static TheoryData<string> Outages =>
        ["403 no role", "403 firewall", "401", "429", "500", "503", "connections dropped"];

    /// <inheritdoc/>
    public async Task InitializeAsync() => _vault = await FakeVault.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _vault.DisposeAsync();

    /// <summary>Both entries open, in the replica that rotated and in one that starts afterwards.</summary>
    [NodeFact]
    public async Task Entries_under_the_old_and_the_new_version_open()
    {
        var first = _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);
        var second = _vault.Rotate(NewKey());
        AddRingKey(host);
        var after = Seal(host);

        Assert.Equal($"{first} {second}", await VersionsInTheRingAsync());
        using var other = Start();
        foreach (var payload in new[] { before, after })
        {
            Assert.Equal("Jane", Open(host, payload));
            Assert.Equal("Jane", Open(other, payload));
        }
    }

    /// <summary>A version that was disabled too early: what it protects is lost, what is new goes on.</summary>
    [NodeFact]
    public void A_disabled_version_breaks_its_own_entries_only()
    {
        var first = _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);
        _vault.Rotate(NewKey());
        AddRingKey(host);
        _vault.Disable(first);

        using var other = Start();
        Assert.Throws<SealBrokenException>(() => Open(other, before));
        Assert.Equal("Jane", Open(other, Seal(other)));
    }

    /// <summary>A replica goes on with what it has read, also after the version was disabled.</summary>
    [NodeFact]
    public void A_version_that_was_read_is_not_read_again()
    {
        var first = _vault.Rotate(NewKey());
        var keys = Keys();
        var read = keys.Find(first);
        _vault.Rotate(NewKey());
        _vault.Disable(first);
        Assert.Same(read, keys.Find(first));
        Assert.Equal(1, _vault.Requests);
    }

    /// <summary>Key Vault takes "no version" for the newest; a damaged entry must not.</summary>
    [NodeFact]
    public void No_version_is_no_key()
    {
        var newest = _vault.Rotate(NewKey());
        var keys = Keys();
        Assert.Throws<CryptographicException>(() => keys.Find(""));
        Assert.Equal(newest, keys.Current().Version);
    }

    /// <summary>
    /// An outage of the vault is no broken seal: the attempt is made again, and once the vault is back it opens.
    /// </summary>
    [NodeTheory]
    [MemberData(nameof(Outages))]
    public void An_outage_of_the_vault_never_breaks_a_seal(string outage)
    {
        _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);

        using var other = Start();
        var requests = _vault.Requests;
        _vault.Outage = Outage(outage);
        Assert.Throws<KeyRingUnreachableException>(() => Open(other, before));
        if (outage is "429" or "500" or "503" or "connections dropped")
            Assert.True(_vault.Requests - requests > AzureClientDefaults.MaxRetries, "The client has not tried again.");
        _vault.Outage = null;
        Assert.Equal("Jane", Open(other, before));
    }

    /// <summary>Also where the ring's newest key opens and only an older one does not.</summary>
    [NodeTheory]
    [InlineData("503")]
    [InlineData("connections dropped")]
    public void An_outage_of_an_older_version_never_breaks_a_seal(string outage)
    {
        var first = _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);
        _vault.Rotate(NewKey());
        AddRingKey(host);

        using var other = Start();
        (_vault.Outage, _vault.OutageOf) = (Outage(outage), first);
        Assert.Throws<KeyRingUnreachableException>(() => Open(other, before));
        _vault.Outage = null;
        Assert.Equal("Jane", Open(other, before));
    }

    /// <summary>Nothing is sealed with a key that could not be kept safe, and whoever asks is told that this passes.</summary>
    [NodeTheory]
    [InlineData("403 no role")]
    [InlineData("connections dropped")]
    public async Task Without_the_vault_nothing_is_sealed_and_no_key_is_added(string outage)
    {
        _vault.Rotate(NewKey());
        using var host = Start();
        Seal(host);

        using var other = Start();
        _vault.Outage = Outage(outage);
        Assert.Throws<KeyRingUnreachableException>(() => Seal(other));
        Assert.Equal("version1", await VersionsInTheRingAsync());
        _vault.Outage = null;
        Assert.Equal("Jane", Open(host, Seal(other)));
    }

    private static Func<HttpContext, Task> Outage(string name) => name switch
    {
        "403 no role" => FakeVault.Answers(403, "Forbidden", "ForbiddenByRbac"),
        "403 firewall" => FakeVault.Answers(403, "Forbidden", "ForbiddenByFirewall"),
        "401" => FakeVault.Answers(401, "Unauthorized"),
        "429" => FakeVault.Answers(429, "Throttled", retryAfter: 1),
        "500" => FakeVault.Answers(500, "InternalServerError"),
        "503" => FakeVault.Answers(503, "ServiceUnavailable"),
        "connections dropped" => FakeVault.Drops,
        _ => throw new ArgumentException(name),
    };

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));

    private static void AddRingKey(IHost host)
    {
        var now = TimeProvider.System.GetUtcNow();
        host.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
    }

    private SealedApplicant Seal(IHost host) =>
        new(host.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, _id).Payload);

    private string Open(IHost host, SealedApplicant payload) =>
        host.Services.GetRequiredService<ApplicantSealer>().Open(payload, _id).FirstName;

    private VaultKeyEncryptionKeys Keys()
    {
        var (vault, name) = _vault.Client();
        return new VaultKeyEncryptionKeys(vault, name);
    }

    private IHost Start() => TestHost.Build(TestHost.Settings(azurite.ConnectionString), services =>
    {
        var keys = Keys();
        services.AddSingleton<IKeyEncryptionKeys>(keys);
        services.PostConfigure<KeyManagementOptions>(ring =>
        {
            var blob = new BlockBlobClient(azurite.ConnectionString, "finrisk-kek", _blob);
            ring.XmlRepository = new FailFastKeyRing(new BlobKeyRing(blob), keys);
        });
    });

    private async Task<string> VersionsInTheRingAsync()
    {
        var blob = new BlobClient(azurite.ConnectionString, "finrisk-kek", _blob);
        var ring = XElement.Load((await blob.DownloadContentAsync()).Value.Content.ToStream());
        var entries = ring.Descendants(KeyRingEncryptor.Element);
        return string.Join(' ', entries.Select(entry => (string?)entry.Attribute(KeyRingEncryptor.VersionAttribute)));
    }
}
