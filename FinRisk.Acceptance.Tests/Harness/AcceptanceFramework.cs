using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("FinRisk.Acceptance.Tests.Harness.AcceptanceFramework", "FinRisk.Acceptance.Tests")]

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>xunit, plus an end of the run: its processes must not outlive it (xunit 2 has no fixture for an assembly).</summary>
public sealed class AcceptanceFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <inheritdoc />
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new AcceptanceExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}
