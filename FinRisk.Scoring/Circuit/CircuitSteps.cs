using System.Collections.Immutable;

namespace FinRisk.Scoring.Circuit;

/// <summary>The steps from one snapshot to the next that several rules of <see cref="CircuitRules"/> share.</summary>
internal static class CircuitSteps
{
    /// <summary>A new generation, in this state; nobody holds a lease, and what was done by hand is over.</summary>
    public static CircuitSnapshot Enter(this CircuitSnapshot circuit, CircuitState state, DateTimeOffset now, string? by = null) => circuit with
    {
        State = state,
        Generation = circuit.Generation + 1,
        ProbeAttempt = null,
        ProbeUntil = null,
        ByHand = null,
        ChangedAt = circuit.State == state ? circuit.ChangedAt : now,
        Changes = circuit.State == state ? circuit.Changes : Append(circuit.Changes, new CircuitChange(state, now, by), CircuitRules.RememberedChanges),
    };

    /// <summary>Remembers what was told, to recognise it when it comes twice.</summary>
    public static CircuitSnapshot Remember(this CircuitSnapshot circuit, string told) =>
        circuit with { Reported = Append(circuit.Reported, told, CircuitRules.RememberedReports) };

    private static ImmutableArray<T> Append<T>(ImmutableArray<T> kept, T newest, int atMost) =>
        (kept.Length < atMost ? kept : kept.RemoveAt(0)).Add(newest);
}
