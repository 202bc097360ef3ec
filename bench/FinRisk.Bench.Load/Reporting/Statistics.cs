namespace FinRisk.Bench.Load.Reporting;

/// <summary>The little arithmetic that the reports need.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle; not a number when there are none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The slope of the least-squares line, in units of y per unit of x.</summary>
    public static double Slope(IReadOnlyCollection<(double X, double Y)> points)
    {
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - meanX) * (point.Y - meanY))
            / points.Sum(point => (point.X - meanX) * (point.X - meanX));
    }
}
