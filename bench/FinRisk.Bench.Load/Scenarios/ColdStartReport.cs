using System.Globalization;
using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>What <see cref="ColdStartScenario"/> found.</summary>
/// <param name="ProductName">The name of the program beside the relay.</param>
/// <param name="RelayMilliseconds">From start to the first 200, each start of the relay.</param>
/// <param name="ProductMilliseconds">The same of the product.</param>
internal sealed record ColdStartReport(
    string ProductName, IReadOnlyList<double> RelayMilliseconds, IReadOnlyList<double> ProductMilliseconds) : IScenarioReport
{
    public string Title => $"Cold start to the first 200, {ProductMilliseconds.Count} starts of each";

    public IEnumerable<Round> Rounds => [];

    public Spread Ratio =>
        Spread.FromValues([.. ProductMilliseconds.Zip(RelayMilliseconds, (product, relay) => product / relay)]);

    public IEnumerable<Target> Targets =>
        [new("cold start to the first answer, ms", Spread.FromValues(ProductMilliseconds).Median, 1000)];

    public string ToMarkdown() => MarkdownTable.Create(
        ["", "median ms", "fastest ms", "slowest ms"],
        Row("relay", Spread.FromValues(RelayMilliseconds), "0"),
        Row(ProductName, Spread.FromValues(ProductMilliseconds), "0"),
        Row("ratio", Ratio, "0.00"));

    private static string[] Row(string name, Spread spread, string format) =>
        [name, spread.Median.ToString(format, CultureInfo.InvariantCulture), spread.Lowest.ToString(
            format, CultureInfo.InvariantCulture), spread.Highest.ToString(format, CultureInfo.InvariantCulture)];
}
