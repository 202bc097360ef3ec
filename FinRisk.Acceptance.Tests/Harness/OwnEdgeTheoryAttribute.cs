namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A table of requests that a platform before the host refuses by itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnEdgeTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped where the host under test does not see such a request.</summary>
    public OwnEdgeTheoryAttribute() =>
        Skip = TargetEnvironment.PlatformEdge ? "FINRISK_EDGE=platform: header values beyond ASCII do not reach the host." : null;
}
