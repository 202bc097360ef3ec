using System.Text.Json.Serialization;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Time;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>Maps a circuit to its JSON representation for operators.</summary>
internal static class CircuitResponses
{
    /// <summary>Returns the representation of a provider's circuit at the time <paramref name="now"/>.</summary>
    public static CircuitResponse FromSnapshot(
        string provider, CircuitSnapshot circuit, CircuitSettings settings, DateTimeOffset now) => new(
        provider,
        circuit.State.ToWire(),
        circuit.IsHeldOpen,
        circuit.ConsecutiveFailures,
        settings.FailureThreshold,
        circuit.Generation,
        circuit.ChangedAt?.UtcDateTime,
        circuit.OpenedAt?.UtcDateTime,
        NextProbeAt(circuit, now),
        circuit.ProbeUntil?.UtcDateTime,
        circuit.Outage is { } outage
            // An attempt's id starts with the validation's (ValidationInput.AttemptId).
            ? new CircuitOutageResponse(outage.At.UtcDateTime, outage.Cause, outage.Attempt.Split('.')[0])
            : null,
        circuit.ManualOverride is { } intervention
            ? new ManualOverrideResponse(
                intervention.State.ToWire(),
                intervention.By,
                intervention.Reason,
                intervention.At.UtcDateTime,
                intervention.Reference)
            : null,
        [.. circuit.Changes.Select(
            change => new CircuitChangeResponse(change.State.ToWire(), change.At.UtcDateTime, change.By))]);

    /// <summary>
    /// Returns the representation of a circuit that cannot be read now: state <c>unknown</c>, so that it is not taken for closed.
    /// </summary>
    public static CircuitResponse CreateUnknown(string provider, CircuitSettings settings) =>
        new(
            provider,
            "unknown",
            HeldOpen: false,
            ConsecutiveFailures: 0,
            settings.FailureThreshold,
            Generation: 0,
            ChangedAt: null,
            OpenedAt: null,
            NextProbeAt: null,
            ProbeUntil: null,
            Outage: null,
            ManualOverride: null,
            Changes: []);

    /// <summary>
    /// Returns the earliest time of the next probe; null while the circuit is closed or held open without a time limit.
    /// </summary>
    private static DateTime? NextProbeAt(CircuitSnapshot circuit, DateTimeOffset now) => circuit switch
    {
        { State: CircuitState.Open, OpenUntil: { } until } => Moments.Later(until, now).UtcDateTime,
        { State: CircuitState.HalfOpen } => Moments.Later(circuit.ProbeUntil ?? now, now).UtcDateTime,
        _ => null,
    };
}

/// <summary>
/// A provider's circuit in <c>GET /ops/summary</c> and in the 200 of <c>POST /ops/circuit</c>. Times are in UTC.
/// </summary>
internal sealed record CircuitResponse(
    string Provider,
    string State,
    bool HeldOpen,
    int ConsecutiveFailures,
    int Threshold,
    long Generation,
    DateTime? ChangedAt,
    DateTime? OpenedAt,
    DateTime? NextProbeAt,
    DateTime? ProbeUntil,
    CircuitOutageResponse? Outage,
    [property: JsonPropertyName("byHand")] ManualOverrideResponse? ManualOverride,
    CircuitChangeResponse[] Changes);

/// <summary>The 202 of <c>POST /ops/circuit</c>: the order is accepted, but the circuit has not confirmed it yet.</summary>
internal sealed record PendingResponse(string Status, string Reference);

/// <summary>The failure that first opened the circuit.</summary>
internal sealed record CircuitOutageResponse(DateTime At, string Cause, string ValidationId);

/// <summary>The operator's intervention that still applies.</summary>
internal sealed record ManualOverrideResponse(string State, string By, string Reason, DateTime At, string Reference);

/// <summary>One change of the circuit's state.</summary>
internal sealed record CircuitChangeResponse(string State, DateTime At, string? By);

/// <summary>The source-generated JSON serialisation of the responses above.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CircuitResponse))]
[JsonSerializable(typeof(PendingResponse))]
internal sealed partial class CircuitJson : JsonSerializerContext;
