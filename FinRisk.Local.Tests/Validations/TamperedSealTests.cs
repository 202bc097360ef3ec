using System.Buffers.Text;
using System.Text;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Local.Tests.Validations;

/// <summary>Contract 6: somebody changes a sealed applicant in the database while the process is down.</summary>
public sealed class TamperedSealTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);
    private static readonly ValidationId OtherId = Sample.Id(2);

    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly FakeVendor _vendor = new();

    /// <summary>What the row's payload becomes.</summary>
    public static TheoryData<string> Ways => [.. Payloads.Keys];

    private static Dictionary<string, Func<string, string>> Payloads { get; } = new()
    {
        ["a bit of the key's id"] = payload => Flip(payload, 5),
        ["a bit in the middle"] = payload => Flip(payload, Base64Url.DecodeFromChars(payload).Length / 2),
        ["the last bit"] = payload => Flip(payload, Base64Url.DecodeFromChars(payload).Length - 1),
        ["cut"] = payload => payload[..^4],
        ["empty"] = _ => "",
        ["that of another validation"] = _ => Sample.Sealer.Seal(Sample.Jane, OtherId).Payload,
        ["under a key that is gone"] = _ =>
            new ApplicantSealer(new EphemeralDataProtectionProvider()).Seal(Sample.Jane, Id).Payload,
        ["an open applicant"] = _ => Base64Url.EncodeToString("Jane\nDoe\n8001015009087"u8),
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task It_fails_clearly_and_the_vendor_is_not_called(string way)
    {
        await AcceptAndKillAsync();
        var changed = Tamper(Payloads[way]);

        await using var second = await HostBench.StartAsync(_folder, _clock, _vendor);
        var end = await second.EndOfAsync(Id);
        Assert.Equal((ValidationStatus.Failed, FailureCode.Internal, 0), (end.Status, end.Outcome!.Failure, end.Attempts));
        Assert.Equal([Id.Value], _vendor.Received);
        Assert.Contains(second.Log.Events, entry => entry.Name == "seal_broken");
        Assert.DoesNotContain(
            second.Log.Events, entry => changed.Length > 0 && entry.ToString().Contains(changed, StringComparison.Ordinal));
    }

    /// <summary>The test above would pass if nothing opened after a restart.</summary>
    [Fact]
    public async Task Put_back_as_it_was_it_opens()
    {
        await AcceptAndKillAsync();
        Tamper(payload => payload);
        await using var second = await HostBench.StartAsync(_folder, _clock, _vendor);
        (await _vendor.NextAsync()).Score();
        Assert.Equal(ValidationStatus.Completed, (await second.EndOfAsync(Id)).Status);
    }

    private async Task AcceptAndKillAsync()
    {
        await using var first = await HostBench.StartAsync(_folder, _clock, _vendor);
        await first.AcceptAsync(Sample.Input(Id));
        await _vendor.NextAsync();
        await first.KillAsync();
    }

    /// <summary>Changes the payload in the row; returns what it is then.</summary>
    private string Tamper(Func<string, string> change)
    {
        using var store = new StoreBench(_folder.Path);
        using var query = store.Other.Prepare("SELECT input FROM running");
        var input = Assert.Single(query.ReadAll(row => Encoding.UTF8.GetString(row.Blob(0))));
        var payload = System.Text.Json.Nodes.JsonNode.Parse(input)!["applicant"]!["payload"]!.GetValue<string>();
        var changed = change(payload);
        using var update = store.Other.Prepare("UPDATE running SET input = ?1");
        Assert.Equal(1, update.With(Encoding.UTF8.GetBytes(input.Replace(payload, changed, StringComparison.Ordinal))).Execute());
        return changed;
    }

    private static string Flip(string payload, int at)
    {
        var bytes = Base64Url.DecodeFromChars(payload);
        bytes[at] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }
}
