using FinRisk.Testing.Tools;

namespace FinRisk.Browser.Tests.Harness;

/// <summary>A test in a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is no Chromium, except in CI.</summary>
    public BrowserFactAttribute() => Skip = Prerequisite.Chromium.SkipReason;
}
