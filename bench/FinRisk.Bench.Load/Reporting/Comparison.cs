using FinRisk.Bench.Load.Driving;

namespace FinRisk.Bench.Load.Reporting;

/// <summary>
/// Programs under the same load. Each ratio is the median over pairs of neighbouring rounds, so that what slows the
/// machine for a while slows both and drops out.
/// </summary>
/// <param name="Relay">The yardstick.</param>
/// <param name="Floor">The yardstick with two bare commits per request: what any durable program costs at least.</param>
/// <param name="Product">What is measured.</param>
internal sealed record Comparison(SubjectRounds Relay, SubjectRounds Floor, SubjectRounds Product)
{
    public Spread RequestsPerSecond => Ratio(round => round.RequestsPerSecond);

    /// <summary>The floor's throughput, times the relay's.</summary>
    public Spread FloorRequestsPerSecond =>
        Spread.FromValues(
            [.. Relay.Rounds.Zip(Floor.Rounds, (relay, floor) => floor.RequestsPerSecond / relay.RequestsPerSecond)]);

    public Spread P50 => Ratio(round => round.P50);

    public Spread P99 => Ratio(round => round.P99);

    public Spread CpuPerThousand => Ratio(round => round.CpuPerThousand);

    public double Rss => Product.RssMegabytes / Relay.RssMegabytes;

    public double PeakRss => Product.PeakRssMegabytes / Relay.PeakRssMegabytes;

    /// <summary>What the product's median answer takes longer than the relay's, milliseconds.</summary>
    public Spread P50Added => Spread.FromValues([.. Pairs.Select(pair => pair.Second.P50 - pair.First.P50)]);

    public IEnumerable<Round> Rounds => [.. Relay.Rounds, .. Floor.Rounds, .. Product.Rounds];

    private IEnumerable<(Round First, Round Second)> Pairs => Relay.Rounds.Zip(Product.Rounds);

    public string ToMarkdown() => MarkdownTable.Create(
        ["", "requests/s", "p50 ms", "p99 ms", "CPU ms/1,000", "RSS MB", "peak MB", "errors", "others' CPU"],
        Relay.ToRow(),
        Floor.ToRow(),
        Product.ToRow(),
        ["floor : relay", $"{FloorRequestsPerSecond.Median:0.00}", "", "", "", "", "", "", ""],
        ["ratio", $"{RequestsPerSecond.Median:0.00}", $"{P50.Median:0.00}", $"{P99.Median:0.00}", $"{CpuPerThousand.Median:0.00}",
            $"{Rss:0.00}", $"{PeakRss:0.00}", "", ""],
        ["lowest pair", $"{RequestsPerSecond.Lowest:0.00}", $"{P50.Lowest:0.00}", $"{P99.Lowest:0.00}",
            $"{CpuPerThousand.Lowest:0.00}",
            "", "", "", ""],
        ["highest pair", $"{RequestsPerSecond.Highest:0.00}", $"{P50.Highest:0.00}", $"{P99.Highest:0.00}",
            $"{CpuPerThousand.Highest:0.00}", "", "", "", ""]);

    private Spread Ratio(Func<Round, double> figure) =>
        Spread.FromValues([.. Pairs.Select(pair => figure(pair.Second) / figure(pair.First))]);
}
