using System.Collections.Concurrent;
using FinRisk.Functions.Durable;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Circuit;

/// <summary>The local copies of the circuit entities on one replica, one for each provider.</summary>
public sealed class CircuitCopies(
    DurableClientAccessor clients, ScoringMetrics metrics, TimeProvider clock, ILogger<CircuitCopy> log)
    : ICircuitView, ICircuitControl
{
    private readonly ConcurrentDictionary<string, CircuitCopy> _copies = new(StringComparer.Ordinal);

    /// <summary>The local copy of a provider's circuit.</summary>
    public CircuitCopy this[string provider] =>
        _copies.GetOrAdd(provider, name => new CircuitCopy(name, clients, metrics, clock, log));

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping) =>
        this[provider].ReadAsync(stopping);

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot?> ForceAsync(string provider, CircuitEvent.Force force, CancellationToken stopping) =>
        this[provider].ForceAsync(force, stopping);
}
