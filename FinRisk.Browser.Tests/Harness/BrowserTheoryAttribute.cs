namespace FinRisk.Browser.Tests.Harness;

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    internal const string NoBrowser = "No Chromium in PATH; on Debian: apt-get install -y chromium.";

    /// <summary>Skipped where there is none.</summary>
    public BrowserTheoryAttribute() => Skip = Chromium.Path is null ? NoBrowser : null;
}
