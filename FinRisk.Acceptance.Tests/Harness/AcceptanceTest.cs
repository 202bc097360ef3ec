namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// A test against the shared host. It may run beside others, so it must not make attempts fail in a way that the circuit
/// counts; see <see cref="VendorTroubleTest"/>.
/// </summary>
public abstract class AcceptanceTest : IAsyncLifetime
{
    private SharedTarget? target;

    private protected FinRiskClient FinRisk => target!.FinRisk;

    private protected VendorClient Vendor => target!.Vendor;

    /// <summary>Where the shared host logs to, or null if the suite did not start it.</summary>
    private protected string? HostLog => target!.LogFile;

    /// <inheritdoc />
    public virtual async Task InitializeAsync() => target = await SharedTarget.GetAsync();

    /// <inheritdoc />
    public virtual Task DisposeAsync() => Task.CompletedTask;
}
