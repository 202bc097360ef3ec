using System.Reflection;
using System.Runtime.InteropServices;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.RiskShield;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations;

/// <summary><c>GET /ops/summary</c> (contract, section 14), the same in every host; operators only.</summary>
public sealed class SummaryEndpoint(
    OperationsFigures figures, IOperationsView view, CircuitSettings circuit, RiskShieldSettings vendor, TimeProvider clock)
{
    /// <summary>The route.</summary>
    public const string Route = "/ops/summary";

    private const int Listed = 12;
    private const int HourMinutes = 60;
    private const int DayStepMinutes = 15;

    private static readonly string Version =
        typeof(SummaryEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static readonly string Instance = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Answers one request.</summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;

        var snapshot = await view.ReadCircuitAsync(http.RequestAborted);
        var unfinished = await view.ReadUnfinishedAsync(http.RequestAborted);
        return new JsonResponse<SummaryBody>(
            StatusCodes.Status200OK, Summarise(
                snapshot, unfinished), OperationsJson.Default.SummaryBody, headers: JsonResponse.NoSniff);
    }

    private SummaryBody Summarise(CircuitSnapshot? snapshot, UnfinishedValidations unfinished)
    {
        var now = clock.GetUtcNow();
        var minute = MinuteRing.MinuteOf(now);
        return new SummaryBody(
            now.UtcDateTime,
            Host(now),
            snapshot is null ? CircuitBodies.Unknown(circuit) : CircuitBodies.FromSnapshot(snapshot, circuit, now),
            new UnfinishedBody(
                unfinished.Count,
                unfinished.Complete,
                unfinished.AsOf.UtcDateTime,
                [.. unfinished.Waiting.Select(
                    waiting => new WaitingBody(waiting.ValidationId, waiting.Attempts, waiting.NextAttemptAt.UtcDateTime))]),
            [FigureBodies.Window(figures.Ring, "hour", minute, HourMinutes), FigureBodies.Window(
                figures.Ring, "day", minute, MinuteRing.Minutes)],
            [
                FigureBodies.Plot(figures.Ring, "hour", minute, HourMinutes, 1),
                FigureBodies.Plot(figures.Ring, "day", minute, MinuteRing.Minutes / DayStepMinutes, DayStepMinutes),
            ],
            figures.Slowest(now, Listed),
            figures.Failed(Listed),
            figures.Refused(now, Listed));
    }

    private HostBody Host(DateTimeOffset now) => new(
        view.Host.Kind,
        Instance,
        Version,
        RuntimeInformation.FrameworkDescription,
        vendor.BaseUrl.GetLeftPart(UriPartial.Authority),
        figures.Since.UtcDateTime,
        (long)(now - figures.Since).TotalSeconds,
        view.Host.Figures,
        view.Host.Unfinished,
        view.Host.DurableStatus);
}
