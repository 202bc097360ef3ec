using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A test that starts, kills or configures a host of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnHostFactAttribute : FactAttribute
{
    /// <summary>Skipped when the hosts under test run already.</summary>
    public OwnHostFactAttribute() => Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : null;
}

/// <summary>A table of tests that start, kill or configure a host of their own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnHostTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped when the hosts under test run already.</summary>
    public OwnHostTheoryAttribute() => Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : null;
}

/// <summary>A table of requests that a platform before the host refuses by itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnEdgeTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped where the host under test does not see such a request.</summary>
    public OwnEdgeTheoryAttribute() =>
        Skip = TargetEnvironment.PlatformEdge ? "FINRISK_EDGE=platform: header values beyond ASCII do not reach the host." : null;
}

/// <summary>A test of callers' keys; skipped against hosts that run already and demand none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KeyedFactAttribute : FactAttribute
{
    /// <param name="callers">1 where <c>FINRISK_KEY</c> is enough, 2 where <c>FINRISK_OTHER_KEY</c> is needed too.</param>
    public KeyedFactAttribute(int callers)
    {
        Callers = callers;
        if (!TargetEnvironment.IsRemote)
            return;
        if (TargetEnvironment.Key is null || (callers > 1 && TargetEnvironment.OtherKey is null))
            Skip = "The host under test demands no key, or FINRISK_KEY and FINRISK_OTHER_KEY do not tell it.";
    }

    /// <summary>How many callers' keys the test needs.</summary>
    public int Callers { get; }
}

/// <summary>A test of what operators see; skipped against hosts that run already and whose operator's key nobody told.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperatorFactAttribute : FactAttribute
{
    /// <summary>Skipped where <c>FINRISK_URL</c> is set and <c>FINRISK_OPERATOR_KEY</c> is not.</summary>
    public OperatorFactAttribute() => Skip = TargetEnvironment.IsRemote && TargetEnvironment.OperatorKey is null
        ? "FINRISK_OPERATOR_KEY does not tell an operator's key of the hosts under test."
        : null;
}

/// <summary>A test that starts hosts of its own and a real redis-server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedLimitFactAttribute : FactAttribute
{
    /// <summary>Skipped against hosts that run already, and where there is no redis-server.</summary>
    public SharedLimitFactAttribute() =>
        Skip = TargetEnvironment.IsRemote ? TargetEnvironment.NeedsOwnHost : Prerequisite.Redis.SkipReason;
}
