using Xunit.Abstractions;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>Makes <see cref="WholeSuiteTestCase"/>s.</summary>
public sealed class WholeSuiteDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new WholeSuiteTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}
