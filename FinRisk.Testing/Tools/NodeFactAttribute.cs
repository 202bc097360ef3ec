using Xunit;

namespace FinRisk.Testing.Tools;

/// <summary>A test with what npm installs, such as Azurite or Pact's library.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is no Node.js, except in CI.</summary>
    public NodeFactAttribute() => Skip = Prerequisite.Node.SkipReason;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped where there is no Node.js, except in CI.</summary>
    public NodeTheoryAttribute() => Skip = Prerequisite.Node.SkipReason;
}
