using Xunit.Abstractions;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>Decides when it runs, not when it is found, whether it is skipped (xunit 2 has nothing for that).</summary>
public sealed class WholeSuiteTestCase : XunitTestCase
{
    /// <summary>For the deserializer.</summary>
    [Obsolete("Called by the deserializer", error: true)]
    public WholeSuiteTestCase()
    {
    }

    /// <summary>A test case.</summary>
    public WholeSuiteTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    /// <inheritdoc />
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new XunitTestCaseRunner(
            this, DisplayName, WholeSuite.WhyNot, constructorArguments, TestMethodArguments, messageBus, aggregator, cancellationTokenSource).RunAsync();
}
