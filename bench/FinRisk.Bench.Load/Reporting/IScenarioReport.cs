using FinRisk.Bench.Load.Driving;

namespace FinRisk.Bench.Load.Reporting;

/// <summary>What a scenario found.</summary>
internal interface IScenarioReport
{
    string Title { get; }

    /// <summary>All measured rounds, whose errors decide whether the run failed.</summary>
    IEnumerable<Round> Rounds { get; }

    IEnumerable<Target> Targets { get; }

    /// <summary>A table and what must be said under it, in Markdown.</summary>
    string ToMarkdown();
}
