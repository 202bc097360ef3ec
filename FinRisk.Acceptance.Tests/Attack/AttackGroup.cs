namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>The attacks: one at a time, and never beside other tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AttackGroup
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "2 attacks";
}
