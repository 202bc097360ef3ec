using Xunit.Sdk;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>A test that makes sense only at the end of a whole run, and is skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FinRisk.Acceptance.Tests.Harness.Document.WholeSuiteDiscoverer", "FinRisk.Acceptance.Tests")]
public sealed class WholeSuiteFactAttribute : FactAttribute;
