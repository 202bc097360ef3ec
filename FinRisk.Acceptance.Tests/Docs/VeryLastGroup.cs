namespace FinRisk.Acceptance.Tests.Docs;

/// <summary>After everything else has been answered.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class VeryLastGroup
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "9 very last";
}
