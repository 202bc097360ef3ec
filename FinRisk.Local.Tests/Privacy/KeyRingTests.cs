using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace FinRisk.Local.Tests.Privacy;

/// <summary>The key ring in the data folder: its owner's alone, and rotating.</summary>
[Collection(HostGroup.Name)]
public sealed class KeyRingTests
{

    /// <summary>
    /// A new key seals from now on; what the first one sealed opens in the process that rotated and after a restart.
    /// </summary>
    [Fact]
    public async Task What_was_sealed_before_a_rotation_opens_after_it()
    {
        using var folder = new TempFolder();
        var id = ValidationId.New(TimeProvider.System);
        SealedApplicant before, after;
        await using (var host = await RunningHost.StartAsync(folder))
        {
            var sealer = host.Service<ApplicantSealer>();
            before = Stored(sealer.Seal(Sample.Jane, id));
            var now = TimeProvider.System.GetUtcNow();
            host.Service<IKeyManager>().CreateNewKey(now, now.AddDays(90));

            // The ring is read again beside the first requests after that, which still seal under the older key.
            do
            {
                await Task.Yield();
                after = Stored(sealer.Seal(Sample.Jane, id));
            }
            while (KeyOf(after) == KeyOf(before));
            Assert.Equal("Jane", sealer.Open(before, id).FirstName);
            Assert.Equal("Jane", sealer.Open(after, id).FirstName);
        }

        await using var next = await RunningHost.StartAsync(folder);
        Assert.Equal("Jane", next.Service<ApplicantSealer>().Open(before, id).FirstName);
        Assert.Equal("Jane", next.Service<ApplicantSealer>().Open(after, id).FirstName);
    }

    /// <summary>The ring lost the key: a clear fault.</summary>
    [Fact]
    public async Task What_is_older_than_the_ring_does_not_open()
    {
        using var folder = new TempFolder();
        var id = ValidationId.New(TimeProvider.System);
        SealedApplicant payload;
        await using (var host = await RunningHost.StartAsync(folder))
            payload = Stored(host.Service<ApplicantSealer>().Seal(Sample.Jane, id));
        var keys = Directory.GetFiles(Path.Combine(folder.Path, "keys"), "key-*.xml");
        Assert.NotEmpty(keys);
        foreach (var key in keys)
            File.Delete(key);

        await using var next = await RunningHost.StartAsync(folder);
        Assert.Throws<SealBrokenException>(() => next.Service<ApplicantSealer>().Open(payload, id));
    }

    /// <summary>Folder and files both: a copy of a file keeps its own mode, not the folder's.</summary>
    [Fact]
    public async Task Ring_and_pepper_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var host = await RunningHost.StartAsync();
        host.Service<ApplicantSealer>().Seal(Sample.Jane, ValidationId.New(TimeProvider.System));
        var keys = Path.Combine(host.Folder, "keys");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        Assert.Equal(2, Directory.GetFiles(keys).Length);
        foreach (var file in Directory.GetFiles(keys))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    /// <summary>As it comes back from the store.</summary>
    private static SealedApplicant Stored(SealedApplicant payload) => new(payload.Payload);

    /// <summary>The id of the key that sealed it: 16 bytes after a magic number of four.</summary>
    private static string KeyOf(SealedApplicant payload) =>
        Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(payload.Payload).AsSpan(4, 16));
}
