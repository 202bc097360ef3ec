using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Scoring.Operations;

/// <summary>The answer of <c>GET /ops/summary</c>.</summary>
internal sealed record SummaryBody(
    DateTime At,
    HostBody Host,
    CircuitBody Circuit,
    UnfinishedBody Unfinished,
    WindowBody[] Windows,
    PlotBody[] Plots,
    EndedValidation[] Slowest,
    EndedValidation[] Failed,
    RefusedCaller[] RateLimited);

/// <summary>Which process answers, and how far its figures reach.</summary>
internal sealed record HostBody(
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

/// <summary>The validations that have not ended.</summary>
internal sealed record UnfinishedBody(int Count, bool Complete, DateTime AsOf, WaitingBody[] Waiting);

/// <summary>A validation that waits for its next attempt.</summary>
internal sealed record WaitingBody(string ValidationId, int Attempts, DateTime NextAttemptAt);

/// <summary>Writes the bodies above by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SummaryBody))]
internal sealed partial class OperationsJson : JsonSerializerContext;
