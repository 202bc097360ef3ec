using System.Reflection;
using FinRisk.Acceptance.Tests.Harness.Document;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("FinRisk.Acceptance.Tests.Harness.AcceptanceFramework", "FinRisk.Acceptance.Tests")]
[assembly: TestCollectionOrderer("FinRisk.Acceptance.Tests.Harness.LastCollections", "FinRisk.Acceptance.Tests")]

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>xunit, plus an end of the run: its processes must not outlive it (xunit 2 has no fixture for an assembly).</summary>
public sealed class AcceptanceFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <inheritdoc />
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new AcceptanceExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}

/// <summary>Runs the tests with <see cref="AcceptanceRunner"/>.</summary>
internal sealed class AcceptanceExecutor(
    AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
    : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
{
    // async void is how xunit 2 declares it; the runner reports every failure to the sink.
    protected override async void RunTestCases(
        IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
    {
        WholeSuite.Look(testCases);
        FinRiskClient.Answered = AnswerCheck.CheckAsync;
        using var runner = new AcceptanceRunner(
            TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
        await runner.RunAsync();
    }
}

/// <summary>Ends the processes of the run and removes their files once every test is done.</summary>
internal sealed class AcceptanceRunner(
    ITestAssembly testAssembly, IEnumerable<IXunitTestCase> testCases, IMessageSink diagnostics, IMessageSink execution,
    ITestFrameworkExecutionOptions options)
    : XunitTestAssemblyRunner(testAssembly, testCases, diagnostics, execution, options)
{
    protected override Task BeforeTestAssemblyFinishedAsync()
    {
        ChildProcess.EndAll();
        WorkFolder.Delete();
        return base.BeforeTestAssemblyFinishedAsync();
    }
}

/// <summary>
/// Runs collections in the order of their names, so that the search for personal data comes after all that sent some.
/// </summary>
public sealed class LastCollections : ITestCollectionOrderer
{
    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
