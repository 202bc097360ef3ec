namespace FinRisk.Local.Tests.Hosting;

/// <summary>Whole hosts share the console and the simulator's usual port, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostGroup
{
    public const string Name = "whole hosts";
}
