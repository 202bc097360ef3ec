using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>A view of circuits that a test sets.</summary>
internal sealed class InMemoryCircuits : ICircuitView
{
    /// <summary>The circuits by provider; one that is not here is closed.</summary>
    public Dictionary<string, CircuitSnapshot> Snapshots { get; } = new(StringComparer.Ordinal);

    /// <summary>How often the view was read.</summary>
    public int Reads { get; private set; }

    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping)
    {
        Reads++;
        return ValueTask.FromResult(Snapshots.GetValueOrDefault(provider, CircuitSnapshot.Initial));
    }
}
