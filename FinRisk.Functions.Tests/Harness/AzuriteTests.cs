namespace FinRisk.Functions.Tests.Harness;

/// <summary>The tests that need storage; they share one emulator and each uses names of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<Azurite>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "azurite";
}
