using Xunit.Abstractions;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>Whether this run is of all tests: only then can it tell what was never seen.</summary>
internal static class WholeSuite
{
    /// <summary>Why the run is not whole; null where it is.</summary>
    public static string? WhyNot { get; private set; } = "The run has not begun.";

    /// <summary>Looks at what will run.</summary>
    public static void Look(IEnumerable<ITestCase> cases)
    {
        var chosen = cases.Select(
            test => $"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}").ToHashSet(StringComparer.Ordinal);
        var missing = typeof(WholeSuite).Assembly.GetTypes()
            .Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(
                method => $"{type.FullName}.{method.Name}"))
            .Count(name => !chosen.Contains(name));
        WhyNot = missing == 0 ? null : $"Only a whole run can tell what was never seen; {missing} tests were left out.";
    }
}

/// <summary>A test that makes sense only at the end of a whole run, and is skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FinRisk.Acceptance.Tests.Harness.Document.WholeSuiteDiscoverer", "FinRisk.Acceptance.Tests")]
public sealed class WholeSuiteFactAttribute : FactAttribute;

/// <summary>Makes <see cref="WholeSuiteTestCase"/>s.</summary>
public sealed class WholeSuiteDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new WholeSuiteTestCase(
            diagnostics,
            discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(),
            testMethod)];
}

/// <summary>Decides when it runs, not when it is found, whether it is skipped (xunit 2 has nothing for that).</summary>
public sealed class WholeSuiteTestCase : XunitTestCase
{
    /// <summary>For the deserializer.</summary>
    [Obsolete("Called by the deserializer", error: true)]
    public WholeSuiteTestCase()
    {
    }

    /// <summary>A test case.</summary>
    public WholeSuiteTestCase(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    /// <inheritdoc />
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new XunitTestCaseRunner(
            this, DisplayName, WholeSuite.WhyNot, constructorArguments, TestMethodArguments, messageBus, aggregator,
            cancellationTokenSource).RunAsync();
}
