using System.Text.Json.Serialization;

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

/// <summary>The circuit.</summary>
internal sealed record CircuitBody(
    string State,
    bool HeldOpen,
    int ConsecutiveFailures,
    int Threshold,
    long Generation,
    DateTime? ChangedAt,
    DateTime? OpenedAt,
    DateTime? NextProbeAt,
    DateTime? ProbeUntil,
    ByHandBody? ByHand,
    ChangeBody[] Changes);

/// <summary>The 202 of <c>POST /ops/circuit</c>: the order is on its way.</summary>
internal sealed record PendingBody(string Status, string Reference);

/// <summary>What an operator did by hand and still holds.</summary>
internal sealed record ByHandBody(string State, string By, string Reason, DateTime At, string Reference);

/// <summary>One change of the circuit's state.</summary>
internal sealed record ChangeBody(string State, DateTime At, string? By);

/// <summary>The validations that have not ended.</summary>
internal sealed record UnfinishedBody(int Count, bool Complete, DateTime AsOf, WaitingBody[] Waiting);

/// <summary>A validation that waits for its next attempt.</summary>
internal sealed record WaitingBody(string ValidationId, int Attempts, DateTime NextAttemptAt);

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
    PercentilesBody DurationMs,
    long VendorCalls,
    IReadOnlyDictionary<string, long> VendorFailures,
    PercentilesBody VendorMs);

/// <summary>What a half, 95 and 99 of a hundred stayed below, in milliseconds; null where nothing was measured.</summary>
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

/// <summary>Writes the bodies above by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SummaryBody))]
[JsonSerializable(typeof(CircuitBody))]
[JsonSerializable(typeof(PendingBody))]
internal sealed partial class OperationsJson : JsonSerializerContext;
