namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A table of tests that start, kill or configure a host of their own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnHostTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped when the hosts under test run already.</summary>
    public OwnHostTheoryAttribute() => Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : null;
}
