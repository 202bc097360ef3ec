namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>Runs after everything that sends personal data.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LastGroup
{
    /// <summary>The name of the collection; the digit makes it the last one.</summary>
    public const string Name = "3 last";
}
