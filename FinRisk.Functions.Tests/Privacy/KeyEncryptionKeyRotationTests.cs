using System.Security.Cryptography;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>The key that encrypts the ring gets a new version in Key Vault; so does the ring itself.</summary>
[Collection(AzuriteTests.Name)]
public sealed class KeyEncryptionKeyRotationTests(Azurite azurite) : IDisposable
{
    private readonly string _blob = $"keys{Guid.CreateVersion7():N}.xml";
    private readonly ValidationId _id = ValidationId.New(TimeProvider.System);
    private readonly FakeVault _vault = new();

    /// <inheritdoc/>
    public void Dispose() => _vault.Dispose();

    /// <summary>Both entries open, in the replica that rotated and in one that starts afterwards.</summary>
    [AzuriteFact]
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
    [AzuriteFact]
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

    /// <summary>A vault that is away is no broken seal: the attempt is made again, and then it opens.</summary>
    [AzuriteFact]
    public void A_vault_that_is_away_is_told_apart_and_healed()
    {
        _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);
        AddRingKey(host);

        using var other = Start();
        _vault.IsDown = true;
        Assert.Throws<KeyRingUnreachableException>(() => Open(other, before));
        _vault.IsDown = false;
        Assert.Equal("Jane", Open(other, before));
    }

    /// <summary>Also where the ring's newest key opens and only an older one does not.</summary>
    [AzuriteFact]
    public void An_older_version_that_is_away_is_told_apart_and_healed()
    {
        var first = _vault.Rotate(NewKey());
        using var host = Start();
        var before = Seal(host);
        _vault.Rotate(NewKey());
        AddRingKey(host);

        using var other = Start();
        _vault.Unreachable = first;
        Assert.Throws<KeyRingUnreachableException>(() => Open(other, before));
        _vault.Unreachable = null;
        Assert.Equal("Jane", Open(other, before));
    }

    /// <summary>Nothing is sealed with a key that could not be kept safe.</summary>
    [AzuriteFact]
    public async Task Without_the_vault_nothing_is_sealed_and_no_key_is_added()
    {
        _vault.Rotate(NewKey());
        using var host = Start();
        Seal(host);

        using var other = Start();
        _vault.IsDown = true;
        Assert.Throws<CryptographicException>(() => Seal(other));
        Assert.Equal("version1", await VersionsInTheRingAsync());
        _vault.IsDown = false;
        Assert.Equal("Jane", Open(host, Seal(other)));
    }

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

    private IHost Start() => TestHost.Build(TestHost.Settings(azurite.ConnectionString), services =>
    {
        var keys = new VaultKeyEncryptionKeys(_vault.Client(), FakeVault.Secret);
        services.AddSingleton<IKeyEncryptionKeys>(keys);
        services.PostConfigure<KeyManagementOptions>(ring =>
            ring.XmlRepository = new OpenableKeyRing(new BlobKeyRing(new BlockBlobClient(azurite.ConnectionString, "finrisk-kek", _blob)), keys));
    });

    private async Task<string> VersionsInTheRingAsync()
    {
        var ring = XElement.Load((await new BlobClient(azurite.ConnectionString, "finrisk-kek", _blob).DownloadContentAsync()).Value.Content.ToStream());
        return string.Join(' ', ring.Descendants(KeyRingEncryptor.Element).Select(entry => (string?)entry.Attribute(KeyRingEncryptor.VersionAttribute)));
    }
}
