using System.Collections.Immutable;

namespace FinRisk.Scoring.Circuit;

/// <summary>The changes to a <see cref="CircuitSnapshot"/> that several rules of <see cref="CircuitRules"/> share.</summary>
internal static class CircuitSnapshotChanges
{
    /// <summary>
    /// Enters a state, which may be the present one. Starts a new generation, and removes the probe lease and the operator's
    /// intervention.
    /// </summary>
    /// <param name="circuit">The snapshot to change.</param>
    /// <param name="state">The state to enter.</param>
    /// <param name="now">The current time.</param>
    /// <param name="by">The operator who causes the change; null if the circuit changes by itself.</param>
    public static CircuitSnapshot Enter(this CircuitSnapshot circuit, CircuitState state, DateTimeOffset now, string? by = null)
    {
        var isChange = circuit.State != state;
        return circuit with
        {
            State = state,
            Generation = circuit.Generation + 1,
            ProbeAttempt = null,
            ProbeUntil = null,
            ManualOverride = null,
            ChangedAt = isChange ? now : circuit.ChangedAt,
            Changes = isChange
                ? Append(circuit.Changes, new CircuitChange(state, now, by), CircuitRules.RememberedChanges)
                : circuit.Changes,
        };
    }

    /// <summary>
    /// Stores the id of a processed report or intervention, so that a second delivery is ignored. Drops the oldest id if there
    /// are more than <see cref="CircuitRules.RememberedReports"/>.
    /// </summary>
    public static CircuitSnapshot Remember(this CircuitSnapshot circuit, string reportId) =>
        circuit with { Reported = Append(circuit.Reported, reportId, CircuitRules.RememberedReports) };

    private static ImmutableArray<T> Append<T>(ImmutableArray<T> items, T newest, int max) =>
        (items.Length < max ? items : items.RemoveAt(0)).Add(newest);
}
