using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// A test that breaks the vendor. All requests to a host share its circuit, so these run one by one, after the others, and
/// each finds and leaves the circuit closed.
/// </summary>
[Collection(VendorTroubleGroup.Name)]
public abstract class VendorTroubleTest : AcceptanceTest
{
    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await VendorRecovery.CompleteAsync(FinRisk, Vendor);
    }

    /// <inheritdoc />
    public override Task DisposeAsync() => VendorRecovery.CompleteAsync(FinRisk, Vendor);
}

/// <summary>The tests that break the vendor: never beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class VendorTroubleGroup
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "2 vendor trouble";
}

/// <summary>Puts the vendor and the circuit back into order.</summary>
internal static class VendorRecovery
{
    /// <summary>Ends all faults, then asks for scores until one is fresh: the circuit is closed and its count is zero.</summary>
    public static async Task CompleteAsync(FinRiskClient finRisk, VendorClient vendor)
    {
        await vendor.ResetAsync();
        await Eventually.TrueAsync(
            async () => await finRisk.ValidateAsync(Applicant.New()) is { Status: 200 } answer
                && !answer.Json.GetProperty("degradedMode").GetBoolean(),
            "a fresh score after the vendor recovered");
    }
}
