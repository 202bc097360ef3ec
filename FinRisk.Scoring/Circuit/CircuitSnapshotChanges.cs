using System.Collections.Immutable;

namespace FinRisk.Scoring.Circuit;

/// <summary>Changes of a snapshot that several rules of <see cref="CircuitRules"/> share.</summary>
internal static class CircuitSnapshotChanges
{
    /// <summary>Enters a state: a new generation without a lease, and without the intervention in force so far.</summary>
    public static CircuitSnapshot Enter(this CircuitSnapshot circuit, CircuitState state, DateTimeOffset now, string? by = null)
    {
        var isChange = circuit.State != state;
        return circuit with
        {
            State = state,
            Generation = circuit.Generation + 1,
            ProbeAttempt = null,
            ProbeUntil = null,
            ByHand = null,
            ChangedAt = isChange ? now : circuit.ChangedAt,
            Changes = isChange
                ? Append(circuit.Changes, new CircuitChange(state, now, by), CircuitRules.RememberedChanges)
                : circuit.Changes,
        };
    }

    /// <summary>Keeps a report's id, to recognise a second delivery.</summary>
    public static CircuitSnapshot Remember(this CircuitSnapshot circuit, string reportId) =>
        circuit with { Reported = Append(circuit.Reported, reportId, CircuitRules.RememberedReports) };

    private static ImmutableArray<T> Append<T>(ImmutableArray<T> kept, T newest, int max) =>
        (kept.Length < max ? kept : kept.RemoveAt(0)).Add(newest);
}
