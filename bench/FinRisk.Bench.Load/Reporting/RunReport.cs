using System.Text.Json;
using System.Text.Json.Serialization;
using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Reporting;

/// <summary>All scenarios of a run, and the programs they ran.</summary>
internal sealed record RunReport(Bench Bench, bool NullComparison, IReadOnlyList<IScenarioReport> Scenarios)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The first round that had an error; null when all answers were 200.</summary>
    public Round? Failed => Scenarios.SelectMany(scenario => scenario.Rounds).FirstOrDefault(round => round.Errors > 0);

    /// <summary>How it ended, for whoever watched it.</summary>
    public string InOneLine
    {
        get
        {
            var targets = Scenarios.SelectMany(scenario => scenario.Targets).ToArray();
            var held = NullComparison ? "" : $", {targets.Count(target => target.Held)} of {targets.Length} targets held";
            return $"done: {Scenarios.SelectMany(scenario => scenario.Rounds).Count()} rounds{held}";
        }
    }

    public string ToMarkdown()
    {
        var scenarios = Scenarios.SelectMany(scenario => new[] { $"## {scenario.Title}", scenario.ToMarkdown() });
        string[] targets = NullComparison ? [] : ["## Targets", Targets()];
        return string.Join("\n\n", ["## Programs", Programs(), .. scenarios, .. targets]);
    }

    /// <summary>Every scenario by its title, with its raw rounds.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                Bench.Programs,
                Scenarios = Scenarios.ToDictionary(
                scenario => scenario.Title, scenario => (object)scenario)
            }, Json);

    private string Programs()
    {
        var table = MarkdownTable.Create(
            ["", "server GC", "concurrent GC", "tiered", "tiered PGO", "ready to run"],
            [.. Bench.Programs.Select(program => Row(program.Name, program.Settings))]);
        return Bench.Fair ? table : $"{table}\n\n**Not a fair comparison: relay and product are published differently.**";
    }

    private static string[] Row(string name, RuntimeSettings settings) =>
    [
        name, $"{settings.ServerGc}", $"{settings.ConcurrentGc}", $"{settings.TieredCompilation}", $"{settings.TieredPgo}",
        $"{settings.ReadyToRun}",
    ];

    private string Targets() => MarkdownTable.Create(
        ["target", "measured", "bound", "held"],
        [.. Scenarios.SelectMany(scenario => scenario.Targets).Select(target => new[]
        {
            target.What, $"{target.Measured:0.00}", $"{(target.AtLeast ? "at least" : "at most")} {target.Limit:0.0}",
            target.Held ? "yes" : "NO",
        })]);
}
