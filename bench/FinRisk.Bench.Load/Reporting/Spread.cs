namespace FinRisk.Bench.Load.Reporting;

/// <summary>
/// The median of repeated measurements, with the lowest and the highest beside it: the noise is part of the answer.
/// </summary>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    public static Spread FromValues(IReadOnlyCollection<double> values) =>
        new(Statistics.Median(values), values.Min(), values.Max());

    public override string ToString() => $"{Median:0.00} ({Lowest:0.00} to {Highest:0.00})";
}
