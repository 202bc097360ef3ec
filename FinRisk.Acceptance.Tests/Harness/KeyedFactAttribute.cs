namespace FinRisk.Acceptance.Tests.Harness;

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
