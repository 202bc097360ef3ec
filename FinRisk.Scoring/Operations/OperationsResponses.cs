using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Scoring.Operations;

/// <summary>The response body of <c>GET /ops/summary</c> (docs/contract.md, section 14). Times are in UTC.</summary>
internal sealed record SummaryResponse(
    DateTime At,
    HostResponse Host,
    FiguresResponse Figures,
    CircuitResponse[] Circuits,
    VendorAvailabilityResponse[] VendorAvailability,
    UnfinishedResponse Unfinished,
    WindowResponse[] Windows,
    PlotResponse[] Plots,
    EndedValidation[] Slowest,
    EndedValidation[] Failed,
    EndedValidation[] FailedByCircuit,
    RateLimitedCaller[] RateLimited);

/// <summary>The process that responds, and the scope of the figures and of the list of unfinished validations, as text.</summary>
internal sealed record HostResponse(
    string Kind,
    string Instance,
    string Version,
    string Runtime,
    string Vendor,
    DateTime StartedAt,
    long UptimeSeconds,
    string FiguresReach,
    string UnfinishedReach,
    string? DurableStatus);

/// <summary>Which processes the figures cover, and how recent they are.</summary>
/// <param name="Processes">The number of processes with figures of the last day, including this one.</param>
/// <param name="Since">The time at which the first of these processes began to count, at most a day ago.</param>
/// <param name="OthersAsOf">The time at which the other processes' figures were last read; null if they never were.</param>
/// <param name="Complete">True if the latest read of the other processes' figures succeeded.</param>
internal sealed record FiguresResponse(int Processes, DateTime Since, DateTime? OthersAsOf, bool Complete);

/// <summary>
/// The validations that have not ended: how many were found, whether these are all, and those that wait for their next attempt.
/// </summary>
internal sealed record UnfinishedResponse(int Count, bool Complete, DateTime AsOf, WaitingRetryResponse[] Waiting);

/// <summary>A validation that waits for its next attempt.</summary>
internal sealed record WaitingRetryResponse(string ValidationId, int Attempts, DateTime NextAttemptAt);

/// <summary>The source-generated JSON serialisation of <see cref="SummaryResponse"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SummaryResponse))]
internal sealed partial class OperationsJson : JsonSerializerContext;
