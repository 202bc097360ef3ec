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
