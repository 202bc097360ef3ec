using System.Security.Cryptography;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Privacy;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Testing.Tools;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>The key ring in a blob, encrypted under a key that is elsewhere.</summary>
[Collection(AzuriteTests.Name)]
public sealed class KeyRingTests(Azurite azurite)
{
    /// <summary>Sealed by one replica, opened by another that starts later; the blob alone gives no key away.</summary>
    [NodeFact]
    public async Task Replicas_share_the_ring_and_the_blob_holds_no_open_key()
    {
        var id = ValidationId.New(TimeProvider.System);
        using var one = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
        var payload = one.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id);

        using var other = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
        Assert.Equal(
            "Jane",
            other.Services.GetRequiredService<ApplicantSealer>().Open(new SealedApplicant(payload.Payload), id).FirstName);

        var blob = new BlobServiceClient(
            azurite.ConnectionString).GetBlobContainerClient("finrisk-keys").GetBlobClient("keys.xml");
        var ring = (await blob.DownloadContentAsync()).Value.Content.ToString();
        Assert.Contains("encryptedKey", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", ring, StringComparison.Ordinal);
    }

    /// <summary>Under another key-encryption key nothing opens, and nothing is sealed with a key made up on the spot.</summary>
    [NodeFact]
    public void Another_key_encryption_key_opens_nothing()
    {
        var id = ValidationId.New(TimeProvider.System);
        using var one = TestHost.Build(TestHost.Settings(azurite.ConnectionString));
        var payload = one.Services.GetRequiredService<ApplicantSealer>().Seal(Samples.Jane, id);

        var settings = TestHost.Settings(azurite.ConnectionString);
        settings["Privacy:KeyEncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        using var other = TestHost.Build(settings);
        var stored = new SealedApplicant(payload.Payload);
        Assert.Throws<SealBrokenException>(() => other.Services.GetRequiredService<ApplicantSealer>().Open(stored, id));
    }

    /// <summary>Many replicas add keys at the same moment: every key is in the ring afterwards.</summary>
    [NodeFact]
    public async Task Keys_added_at_the_same_moment_are_all_kept()
    {
        var blob = new BlobServiceClient(
            azurite.ConnectionString).GetBlobContainerClient("finrisk-race").GetBlobClient("keys.xml");
        var names = Enumerable.Range(0, 8).Select(number => $"key{number}").ToArray();
        await Parallel.ForEachAsync(names, async (name, _) =>
        {
            await Task.Yield();
            var ring = new BlobKeyRing(new BlockBlobClient(azurite.ConnectionString, "finrisk-race", "keys.xml"));
            ring.StoreElement(new XElement(name), name);
        });
        var stored = XElement.Load((await blob.DownloadContentAsync()).Value.Content.ToStream());
        Assert.Equal(names, stored.Elements().Select(element => element.Name.LocalName).Order(StringComparer.Ordinal));
    }
}
