namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A test that starts, kills or configures a host of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnHostFactAttribute : FactAttribute
{
    /// <summary>Skipped when the hosts under test run already.</summary>
    public OwnHostFactAttribute() => Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : null;
}
