using FinRisk.Testing.Tools;

namespace FinRisk.Browser.Tests.Harness;

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped where there is no Chromium, except in CI.</summary>
    public BrowserTheoryAttribute() => Skip = Prerequisite.Chromium.SkipReason;
}
