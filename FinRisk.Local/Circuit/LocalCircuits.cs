using System.Collections.Immutable;
using FinRisk.Local.Store;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Circuit;

/// <summary>
/// The circuits of this process, one for each provider. The snapshots are held in memory and written to the store at every
/// change. Changes reach the store in their order, and before the completion of any validation that they affected, so a
/// restarted process never continues from an older state than its callers have seen.
/// </summary>
internal sealed partial class LocalCircuits(
    LocalStore store, ValidationEvents events, FinRiskSettings settings, TimeProvider clock, ILogger<LocalCircuits> log)
    : ICircuitView, ICircuitControl
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, CircuitSnapshot> _snapshots =
        ImmutableDictionary<string, CircuitSnapshot>.Empty.WithComparers(StringComparer.Ordinal);

    private Task _saved = Task.CompletedTask;

    /// <summary>Restores the circuits that an earlier process stored.</summary>
    /// <param name="snapshots">The stored snapshots, by provider.</param>
    public void Restore(IReadOnlyDictionary<string, CircuitSnapshot> snapshots)
    {
        foreach (var (provider, snapshot) in snapshots)
        {
            _snapshots = _snapshots.SetItem(provider, snapshot);
            var decision = new CircuitDecision(snapshot.State == CircuitState.Closed, snapshot.Generation);
            events.CircuitEvaluated(provider, new CircuitTransition(snapshot, decision));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping) =>
        ValueTask.FromResult(Read(provider));

    /// <inheritdoc/>
    public async ValueTask<CircuitSnapshot?> ForceAsync(string provider, CircuitEvent.Force force, CancellationToken stopping)
    {
        Apply(provider, force);
        await Volatile.Read(ref _saved);
        return Read(provider);
    }

    /// <summary>Applies an event to a provider's circuit and returns the circuit's decision.</summary>
    public CircuitDecision Apply(string provider, CircuitEvent circuitEvent)
    {
        CircuitTransition transition;
        lock (_gate)
        {
            var snapshot = Read(provider);
            transition = CircuitRules.Apply(snapshot, circuitEvent, clock.GetUtcNow(), settings.Circuit);
            if (ReferenceEquals(transition.Snapshot, snapshot))
                return transition.Decision;

            Volatile.Write(ref _snapshots, _snapshots.SetItem(provider, transition.Snapshot));

            // Queued under the lock, so that snapshots reach the store in the order of their changes.
            _saved = SaveAsync(provider, transition.Snapshot);
        }

        events.CircuitEvaluated(provider, transition);
        return transition.Decision;
    }

    private CircuitSnapshot Read(string provider) =>
        Volatile.Read(ref _snapshots).GetValueOrDefault(provider, CircuitSnapshot.Initial);

    private async Task SaveAsync(string provider, CircuitSnapshot snapshot)
    {
        try
        {
            await store.SaveAsync(provider, snapshot);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            // The snapshot in memory stays in use; only a restart before the next change would lose this one.
            Log.NotStored(log, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "circuit_not_kept: {error}", EventName = "circuit_not_kept")]
        public static partial void NotStored(ILogger log, string error);
    }
}
