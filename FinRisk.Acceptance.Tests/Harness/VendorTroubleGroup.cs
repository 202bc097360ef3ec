namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The tests that break the vendor: never beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class VendorTroubleGroup
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "2 vendor trouble";
}
