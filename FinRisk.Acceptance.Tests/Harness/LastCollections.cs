using Xunit.Abstractions;

[assembly: TestCollectionOrderer("FinRisk.Acceptance.Tests.Harness.LastCollections", "FinRisk.Acceptance.Tests")]

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Runs collections in the order of their names, so that the search for personal data comes after all that sent some.</summary>
public sealed class LastCollections : ITestCollectionOrderer
{
    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
