namespace FinRisk.Browser.Tests.Harness;

/// <summary>A test in a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is none.</summary>
    public BrowserFactAttribute() => Skip = Chromium.Path is null ? BrowserTheoryAttribute.NoBrowser : null;
}
