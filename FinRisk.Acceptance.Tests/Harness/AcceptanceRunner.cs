using Xunit.Abstractions;
using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness;

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
