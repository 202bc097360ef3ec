using System.Reflection;
using FinRisk.Acceptance.Tests.Harness.Document;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness;

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
        using var runner = new AcceptanceRunner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
        await runner.RunAsync();
    }
}
