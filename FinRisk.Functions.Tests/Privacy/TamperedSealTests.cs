using System.Buffers.Text;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Functions.Tests.Privacy;

/// <summary>Contract 6 on the real engine: an orchestration whose stored input was changed.</summary>
[Collection(AzuriteTests.Name)]
public sealed class TamperedSealTests(Azurite azurite) : IAsyncLifetime
{
    private readonly ValidationId _id = ValidationId.New(TimeProvider.System);
    private VendorBench _bench = null!;

    private ApplicantSealer Sealer => _bench.Host.Services.GetRequiredService<ApplicantSealer>();

    /// <inheritdoc/>
    public async Task InitializeAsync() => _bench = await VendorBench.StartAsync(azurite);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _bench.DisposeAsync();

    /// <summary>A clear failure, no vendor call; and the same input as it was sealed gets its score.</summary>
    [NodeFact]
    public async Task Changed_moved_or_older_than_the_ring_it_fails_and_the_vendor_is_not_called()
    {
        var payload = Sealer.Seal(Samples.Jane, _id).Payload;
        var other = ValidationId.New(TimeProvider.System);
        await AssertBrokenAsync(_id, Flip(payload));
        await AssertBrokenAsync(other, payload);
        await AssertBrokenAsync(_id, new ApplicantSealer(new EphemeralDataProtectionProvider()).Seal(Samples.Jane, _id).Payload);

        // The same id again: a failure of ours may be tried afresh.
        var good = await _bench.RunAsync(Input(_id, payload));
        Assert.Equal((ValidationStatus.Completed, 1), (good.Status, await _bench.CallsAsync()));
    }

    private async Task AssertBrokenAsync(ValidationId id, string payload)
    {
        var record = await _bench.RunAsync(Input(id, payload));
        Assert.Equal(
            (ValidationStatus.Failed, FailureCode.Internal, 0), (record.Status, record.Outcome!.Failure, record.Attempts));
        Assert.Equal(0, await _bench.CallsAsync());
    }

    private static ValidationInput Input(ValidationId id, string payload) =>
        Samples.Input(id, acceptedAt: TimeProvider.System.GetUtcNow()) with { Applicant = new SealedApplicant(payload) };

    private static string Flip(string payload)
    {
        var bytes = Base64Url.DecodeFromChars(payload);
        bytes[^20] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }
}
