using FinRisk.Local.Store;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Circuit;

/// <summary>
/// The circuit of the only process: its snapshot in memory, kept in the store at every change. Changes reach the store in the
/// order in which they happen, and before any validation that saw them is completed, so a restart goes on from what callers know.
/// </summary>
internal sealed partial class LocalCircuit(
    LocalStore store, ValidationEvents events, FinRiskSettings settings, TimeProvider clock, ILogger<LocalCircuit> log)
    : ICircuitView, ICircuitControl
{
    private readonly Lock _gate = new();
    private CircuitSnapshot _snapshot = CircuitSnapshot.Initial;
    private Task _kept = Task.CompletedTask;

    /// <summary>Takes up the circuit that an earlier process left.</summary>
    public void Restore(CircuitSnapshot snapshot)
    {
        _snapshot = snapshot;
        events.CircuitEntered(
            new CircuitTransition(snapshot, new CircuitDecision(snapshot.State == CircuitState.Closed, snapshot.Generation)));
    }

    /// <inheritdoc/>
    public ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping) => ValueTask.FromResult(Volatile.Read(ref _snapshot));

    /// <inheritdoc/>
    public async ValueTask<CircuitSnapshot?> ForceAsync(CircuitEvent.Force force, CancellationToken stopping)
    {
        Apply(force);
        await Volatile.Read(ref _kept);
        return Volatile.Read(ref _snapshot);
    }

    /// <summary>Applies an event, and returns what the circuit decides.</summary>
    public CircuitDecision Apply(CircuitEvent happened)
    {
        CircuitTransition transition;
        lock (_gate)
        {
            transition = CircuitRules.Apply(_snapshot, happened, clock.GetUtcNow(), settings.Circuit);
            if (ReferenceEquals(transition.Snapshot, _snapshot))
                return transition.Decision;

            _snapshot = transition.Snapshot;

            // Queued under the lock, so that the store never ends with an older snapshot than the one in memory.
            _kept = KeepAsync(transition.Snapshot);
        }

        events.CircuitEntered(transition);
        return transition.Decision;
    }

    private async Task KeepAsync(CircuitSnapshot snapshot)
    {
        try
        {
            await store.KeepAsync(snapshot);
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException)
        {
            // The circuit goes on from memory; only a restart would miss this change.
            Log.NotKept(log, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "circuit_not_kept: {fault}", EventName = "circuit_not_kept")]
        public static partial void NotKept(ILogger log, string fault);
    }
}
