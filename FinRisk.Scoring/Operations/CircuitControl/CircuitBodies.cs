using System.Text.Json.Serialization;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>Maps the stored circuit to its JSON representation for operators.</summary>
internal static class CircuitBodies
{
    /// <summary>The circuit as stored, at the time <paramref name="now"/>.</summary>
    public static CircuitBody FromSnapshot(CircuitSnapshot circuit, CircuitSettings settings, DateTimeOffset now) => new(
        circuit.State.ToWire(),
        circuit.IsHeldOpen,
        circuit.ConsecutiveFailures,
        settings.FailureThreshold,
        circuit.Generation,
        circuit.ChangedAt?.UtcDateTime,
        circuit.OpenedAt?.UtcDateTime,
        NextProbeAt(circuit, now),
        circuit.ProbeUntil?.UtcDateTime,
        circuit.ByHand is { } hand
            ? new ByHandBody(hand.State.ToWire(), hand.By, hand.Reason, hand.At.UtcDateTime, hand.Reference)
            : null,
        [.. circuit.Changes.Select(change => new ChangeBody(change.State.ToWire(), change.At.UtcDateTime, change.By))]);

    /// <summary>The representation of a circuit that cannot be read now, so that nobody takes it for a closed one.</summary>
    public static CircuitBody Unknown(CircuitSettings settings) =>
        new("unknown", HeldOpen: false, 0, settings.FailureThreshold, 0, null, null, null, null, null, []);

    /// <summary>
    /// The earliest time of the next probe; null while the circuit is closed or held open without a time limit.
    /// </summary>
    private static DateTime? NextProbeAt(CircuitSnapshot circuit, DateTimeOffset now) => circuit switch
    {
        { State: CircuitState.Open, OpenUntil: { } until } => Later(until, now),
        { State: CircuitState.HalfOpen } => Later(circuit.ProbeUntil ?? now, now),
        _ => null,
    };

    private static DateTime Later(DateTimeOffset one, DateTimeOffset other) => (one > other ? one : other).UtcDateTime;
}

/// <summary>The circuit, as operators see it.</summary>
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

/// <summary>The 202 of <c>POST /ops/circuit</c>: the command is accepted and not yet applied.</summary>
internal sealed record PendingBody(string Status, string Reference);

/// <summary>The operator's intervention in force.</summary>
internal sealed record ByHandBody(string State, string By, string Reason, DateTime At, string Reference);

/// <summary>One change of the circuit's state.</summary>
internal sealed record ChangeBody(string State, DateTime At, string? By);

/// <summary>Writes the bodies above by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CircuitBody))]
[JsonSerializable(typeof(PendingBody))]
internal sealed partial class CircuitJson : JsonSerializerContext;
