using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>An attack on hosts that run already; storage and vendor are well before it and after it.</summary>
[Collection(AttackGroup.Name)]
public abstract class AttackTest(ITestOutputHelper output) : AcceptanceTest
{
    private protected ITestOutputHelper Output => output;

    private protected StorageControl Storage { get; } = new(new Uri(TargetEnvironment.StorageProxy ?? "http://127.0.0.1:9"));

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        await Storage.HealAsync();
        await base.InitializeAsync();
        await VendorRecovery.CompleteAsync(FinRisk, Vendor);
    }

    /// <inheritdoc />
    public override Task DisposeAsync() => Storage.HealAsync();

    private protected AttackRun NewRun() => new(FinRisk, Vendor, output);
}
