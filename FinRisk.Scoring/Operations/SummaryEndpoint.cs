using System.Reflection;
using System.Runtime.InteropServices;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Time;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations;

/// <summary>
/// <c>GET /ops/summary</c> (docs/contract.md, section 14): the figures of the operations page, for operators only. The same in
/// every host.
/// </summary>
public sealed class SummaryEndpoint(
    OperationsFigures own,
    SharedFigures shared,
    IOperationsView view,
    CircuitSettings circuit,
    RiskShieldSettings vendor,
    ConfiguredProviders providers,
    TimeProvider clock)
{
    /// <summary>The route of the endpoint.</summary>
    public const string Route = "/ops/summary";

    /// <summary>The maximum number of entries of each list: slowest, failed and rate-limited.</summary>
    private const int MaxListed = 12;
    private const int DayStepMinutes = 15;

    /// <summary>The time windows of the totals. The page shows the shortest one as the present state.</summary>
    private static readonly (string Name, int Minutes)[] Windows =
        [("hour", 60), ("day", MinuteRing.Minutes), ("five-minutes", 5)];

    private static readonly string Version =
        typeof(SummaryEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    private static readonly string Instance = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Handles one request: 200 with the summary, or 403 if the caller is no operator.</summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;

        var circuits = await Task.WhenAll(providers.All.Select(
            provider => view.ReadCircuitAsync(provider, http.RequestAborted).AsTask()));
        var unfinished = await view.ReadUnfinishedAsync(http.RequestAborted);
        var figures = await shared.ReadAsync(http.RequestAborted);
        return new JsonResponse<SummaryResponse>(
            StatusCodes.Status200OK,
            CreateSummary(figures, circuits, unfinished),
            OperationsJson.Default.SummaryResponse,
            headers: JsonResponse.NoSniff);
    }

    private SummaryResponse CreateSummary(FigureSums figures, CircuitSnapshot?[] circuits, UnfinishedValidations unfinished)
    {
        var now = clock.GetUtcNow();
        var minute = MinuteRing.MinuteOf(now);
        return new SummaryResponse(
            now.UtcDateTime,
            DescribeHost(now),
            new FiguresResponse(
                figures.Processes,
                Moments.Later(figures.Since, now.AddMinutes(-MinuteRing.Minutes)).UtcDateTime,
                figures.OthersAsOf?.UtcDateTime,
                figures.IsComplete),
            [.. providers.All.Zip(circuits, (provider, snapshot) => snapshot is null
                ? CircuitResponses.CreateUnknown(provider, circuit)
                : CircuitResponses.FromSnapshot(provider, snapshot, circuit, now))],
            [.. providers.All.Select(provider => new VendorAvailabilityResponse(
                provider,
                [.. Windows.Select(window => figures.Availability(provider, window.Name, minute, window.Minutes))]))],
            new UnfinishedResponse(
                unfinished.Count,
                unfinished.Complete,
                unfinished.AsOf.UtcDateTime,
                [.. unfinished.Waiting.Select(
                    waiting =>
                        new WaitingRetryResponse(waiting.ValidationId, waiting.Attempts, waiting.NextAttemptAt.UtcDateTime))]),
            [.. Windows.Select(window => FigureResponses.CreateWindow(figures, window.Name, minute, window.Minutes))],
            [
                FigureResponses.CreatePlot(figures, "hour", minute, HourFigures.Minutes, minutesPerStep: 1),
                FigureResponses.CreatePlot(figures, "day", minute, MinuteRing.Minutes / DayStepMinutes, DayStepMinutes),
            ],
            figures.Slowest(minute, MaxListed),
            figures.Failed(byCircuit: false, MaxListed),
            figures.Failed(byCircuit: true, MaxListed),
            figures.Refused(now, MaxListed));
    }

    private HostResponse DescribeHost(DateTimeOffset now) => new(
        view.Host.Kind,
        Instance,
        Version,
        RuntimeInformation.FrameworkDescription,
        vendor.BaseUrl.GetLeftPart(UriPartial.Authority),
        own.Since.UtcDateTime,
        (long)(now - own.Since).TotalSeconds,
        view.Host.FiguresScope,
        view.Host.UnfinishedScope,
        view.Host.DurableStatus);
}
