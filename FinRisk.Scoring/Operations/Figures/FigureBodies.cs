using System.Text.Json;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>From counted figures to totals and plots.</summary>
internal static class FigureBodies
{
    private static readonly (FailureCode Failure, string Code)[] Failures =
        [.. Enum.GetValues<FailureCode>().Select(failure => (failure, failure.ToCode()))];

    private static readonly HttpRequestError[] NetworkFaults =
    [
        HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError,
        HttpRequestError.ProxyTunnelError, HttpRequestError.HttpProtocolError, HttpRequestError.ResponseEnded,
    ];

    private static readonly int[] CallCells =
        [.. Enum.GetValues<AttemptStatus>().Where(status => status.WasCalled()).Select(Cells.Of)];

    /// <summary>The kinds of failed calls; a network failure is told by what broke the connection.</summary>
    private static readonly (int Cell, string Kind)[] VendorFailures =
    [
        .. Enum.GetValues<AttemptStatus>()
            .Where(status => status.WasCalled() && status is not (AttemptStatus.Scored or AttemptStatus.NetworkFailure))
            .Select(status => (Cells.Of(status), KindOf(status.ToString()))),
        (Cells.Of(HttpRequestError.Unknown), KindOf(nameof(AttemptStatus.NetworkFailure))),
        .. NetworkFaults.Select(fault => (Cells.Of(fault), KindOf(fault.ToString()))),
    ];

    /// <summary>Totals of so many minutes, the present one included.</summary>
    public static WindowBody Window(MinuteRing ring, string name, long minute, int minutes)
    {
        var sum = ring.Sum(minute, minutes);
        return new WindowBody(
            name,
            sum[Cells.Accepted],
            sum[Cells.Scored],
            sum[Cells.Degraded],
            Failures.Where(failure => sum[Cells.Of(failure.Failure)] > 0).ToDictionary(
                failure => failure.Code, failure => sum[Cells.Of(failure.Failure)]),
            sum[Cells.Cached],
            sum[Cells.Repeated],
            sum[Cells.Refusal(ProblemKind.RateLimited.Code)!.Value],
            Cells.RefusalCodes.Where(code => sum[Cells.Refusal(code)!.Value] > 0).ToDictionary(
                code => code, code => sum[Cells.Refusal(code)!.Value]),
            Percentiles(Cells.ValidationSteps(sum)),
            VendorCalls(sum),
            VendorFailures.Where(kind => sum[kind.Cell] > 0).ToDictionary(kind => kind.Kind, kind => sum[kind.Cell]),
            Percentiles(Cells.VendorSteps(sum)));
    }

    /// <summary>So many steps of so many minutes each; the last step is under way.</summary>
    public static PlotBody Plot(MinuteRing ring, string name, long minute, int steps, int minutesPerStep)
    {
        var current = minute / minutesPerStep;
        var rows = Enumerable.Range(0, steps)
            .Select(step => ring.Sum(((current - steps + step + 2) * minutesPerStep) - 1, minutesPerStep))
            .ToArray();
        return new PlotBody(
            name,
            MinuteRing.MomentOf((current - steps + 1) * minutesPerStep).UtcDateTime,
            minutesPerStep * 60,
            [.. rows.Select(row => row[Cells.Scored])],
            [.. rows.Select(row => row[Cells.Degraded])],
            [.. rows.Select(row => Failures.Sum(failure => row[Cells.Of(failure.Failure)]))],
            [.. rows.Select(VendorCalls)],
            [.. rows.Select(row => LatencyScale.Percentile(Cells.VendorSteps(row), 0.5))],
            [.. rows.Select(row => LatencyScale.Percentile(Cells.VendorSteps(row), 0.95))],
            VendorFailures.Select(kind => (kind.Kind, Counts: rows.Select(row => row[kind.Cell]).ToArray()))
                .Where(kind => kind.Counts.Any(count => count > 0))
                .ToDictionary(kind => kind.Kind, kind => kind.Counts));
    }

    private static long VendorCalls(long[] row) => CallCells.Sum(cell => row[cell]);

    private static string KindOf(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static PercentilesBody Percentiles(ReadOnlySpan<long> counts) =>
        new(LatencyScale.Percentile(counts, 0.5), LatencyScale.Percentile(counts, 0.95), LatencyScale.Percentile(counts, 0.99));
}

/// <summary>Totals of a span of time that ends now.</summary>
internal sealed record WindowBody(
    string Name,
    long Accepted,
    long Completed,
    long Degraded,
    IReadOnlyDictionary<string, long> Failed,
    long Cached,
    long Repeated,
    long RateLimited,
    IReadOnlyDictionary<string, long> Refused,
    PercentilesBody DurationMs,
    long VendorCalls,
    IReadOnlyDictionary<string, long> VendorFailures,
    PercentilesBody VendorMs);

/// <summary>p50, p95 and p99 in milliseconds; null where nothing was measured.</summary>
internal sealed record PercentilesBody(double? P50, double? P95, double? P99);

/// <summary>The same span in steps, oldest first, for drawing.</summary>
internal sealed record PlotBody(
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
