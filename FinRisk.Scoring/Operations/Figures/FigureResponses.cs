using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>Creates the totals and the plots of <c>GET /ops/summary</c> from the counted figures.</summary>
internal static class FigureResponses
{
    private static readonly (FailureCode Failure, string Code)[] Failures =
        [.. Enum.GetValues<FailureCode>().Select(failure => (failure, failure.ToCode()))];

    private static readonly HttpRequestError[] NetworkErrors =
    [
        HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError,
        HttpRequestError.ProxyTunnelError, HttpRequestError.HttpProtocolError, HttpRequestError.ResponseEnded,
    ];

    private static readonly int[] CallColumns =
        [.. Enum.GetValues<AttemptStatus>().Where(status => status.WasCalled()).Select(MinuteColumns.IndexOf)];

    /// <summary>
    /// The kinds of failed calls and their columns. A network failure has a kind for each network error that operators
    /// distinguish.
    /// </summary>
    private static readonly (int Column, string Kind)[] VendorFailures =
    [
        .. Enum.GetValues<AttemptStatus>()
            .Where(status => status.WasCalled() && status is not (AttemptStatus.Scored or AttemptStatus.NetworkFailure))
            .Select(status => (MinuteColumns.IndexOf(status), status.ToWire())),
        (MinuteColumns.IndexOf(HttpRequestError.Unknown), AttemptStatus.NetworkFailure.ToWire()),
        .. NetworkErrors.Select(error => (MinuteColumns.IndexOf(error), AttemptStatus.NetworkFailure.ToKind(error))),
    ];

    /// <summary>
    /// Creates the totals over the <paramref name="minutes"/> up to and including <paramref name="minute"/>.
    /// </summary>
    public static WindowResponse CreateWindow(FigureSums figures, string name, long minute, int minutes)
    {
        var sum = figures.Sum(minute, minutes);
        return new WindowResponse(
            name,
            sum[MinuteColumns.Accepted],
            sum[MinuteColumns.Scored],
            sum[MinuteColumns.Degraded],
            Failures.Where(failure => sum[MinuteColumns.IndexOf(failure.Failure)] > 0).ToDictionary(
                failure => failure.Code, failure => sum[MinuteColumns.IndexOf(failure.Failure)]),
            sum[MinuteColumns.Cached],
            sum[MinuteColumns.Repeated],
            sum[MinuteColumns.RefusalColumn(ProblemKind.RateLimited.Code)!.Value],
            MinuteColumns.RefusalCodes.Where(code => sum[MinuteColumns.RefusalColumn(code)!.Value] > 0).ToDictionary(
                code => code, code => sum[MinuteColumns.RefusalColumn(code)!.Value]),
            Percentiles(MinuteColumns.ValidationBuckets(sum)),
            VendorCalls(sum),
            VendorFailures.Where(kind => sum[kind.Column] > 0).ToDictionary(kind => kind.Kind, kind => sum[kind.Column]),
            Percentiles(MinuteColumns.VendorBuckets(sum)));
    }

    /// <summary>
    /// Creates a plot of <paramref name="steps"/> points, each of <paramref name="minutesPerStep"/> minutes. The last point is
    /// the present one and still grows.
    /// </summary>
    public static PlotResponse CreatePlot(FigureSums figures, string name, long minute, int steps, int minutesPerStep)
    {
        // The number of the present step; each sum is over the minutes up to the last one of its step.
        var current = minute / minutesPerStep;
        var rows = Enumerable.Range(0, steps)
            .Select(step => figures.Sum(((current - steps + step + 2) * minutesPerStep) - 1, minutesPerStep))
            .ToArray();
        return new PlotResponse(
            name,
            MinuteRing.StartOf((current - steps + 1) * minutesPerStep).UtcDateTime,
            minutesPerStep * 60,
            [.. rows.Select(row => row[MinuteColumns.Scored])],
            [.. rows.Select(row => row[MinuteColumns.Degraded])],
            [.. rows.Select(row => Failures.Sum(failure => row[MinuteColumns.IndexOf(failure.Failure)]))],
            [.. rows.Select(VendorCalls)],
            [.. rows.Select(row => LatencyScale.Percentile(MinuteColumns.VendorBuckets(row), 0.5))],
            [.. rows.Select(row => LatencyScale.Percentile(MinuteColumns.VendorBuckets(row), 0.95))],
            VendorFailures.Select(kind => (kind.Kind, Counts: rows.Select(row => row[kind.Column]).ToArray()))
                .Where(kind => kind.Counts.Any(count => count > 0))
                .ToDictionary(kind => kind.Kind, kind => kind.Counts));
    }

    private static long VendorCalls(long[] row) => CallColumns.Sum(column => row[column]);

    private static PercentilesResponse Percentiles(ReadOnlySpan<long> counts) =>
        new(LatencyScale.Percentile(counts, 0.5), LatencyScale.Percentile(counts, 0.95), LatencyScale.Percentile(counts, 0.99));
}

/// <summary>The totals of a time window that ends now. Durations are in milliseconds.</summary>
internal sealed record WindowResponse(
    string Name,
    long Accepted,
    long Completed,
    long Degraded,
    IReadOnlyDictionary<string, long> Failed,
    long Cached,
    long Repeated,
    long RateLimited,
    IReadOnlyDictionary<string, long> Refused,
    PercentilesResponse DurationMs,
    long VendorCalls,
    IReadOnlyDictionary<string, long> VendorFailures,
    PercentilesResponse VendorMs);

/// <summary>The percentiles p50, p95 and p99 of a duration in milliseconds; null if nothing was measured.</summary>
internal sealed record PercentilesResponse(double? P50, double? P95, double? P99);

/// <summary>
/// The points of the plots of a time window, oldest first. All arrays have the same length; <c>From</c> is the start of the first
/// point.
/// </summary>
internal sealed record PlotResponse(
    string Name,
    DateTime From,
    int StepSeconds,
    long[] Completed,
    long[] Degraded,
    long[] Failed,
    long[] VendorCalls,
    double?[] VendorP50Ms,
    double?[] VendorP95Ms,
    IReadOnlyDictionary<string, long[]> VendorFailures);
