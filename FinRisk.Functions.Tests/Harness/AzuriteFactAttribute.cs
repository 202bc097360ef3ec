using FinRisk.Testing.Tools;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>A test that needs storage.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is no Node.js, except in CI.</summary>
    public AzuriteFactAttribute() => Skip = Prerequisite.Node.SkipReason;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped where there is no Node.js, except in CI.</summary>
    public AzuriteTheoryAttribute() => Skip = Prerequisite.Node.SkipReason;
}
