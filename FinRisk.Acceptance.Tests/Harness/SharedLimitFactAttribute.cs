using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A test that starts hosts of its own and a real redis-server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedLimitFactAttribute : FactAttribute
{
    /// <summary>Skipped against hosts that run already, and where there is no redis-server.</summary>
    public SharedLimitFactAttribute() =>
        Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : Prerequisite.Redis.SkipReason;
}
