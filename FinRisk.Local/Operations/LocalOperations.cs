using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Local.Operations;

/// <summary>The operators' view of the one-process host.</summary>
internal sealed class LocalOperations(LocalValidationHost validations, LocalCircuit circuit, LocalStore store, OperationsFigures figures, TimeProvider clock)
    : IOperationsView
{
    /// <summary>How many validations of earlier processes are read at most: some hundred milliseconds, once.</summary>
    private const int MostRestored = 100_000;

    private readonly Lazy<Task> _restored = new(() => Task.Run(() => Restore(store, figures)));

    /// <inheritdoc/>
    public HostDescription Host { get; } = new(
        "local",
        "this process since its start; validations also from the store, for the last 24 hours",
        "all of this host");

    /// <inheritdoc/>
    public async ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping) => await circuit.ReadAsync(stopping);

    /// <inheritdoc/>
    public async ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping)
    {
        await _restored.Value.WaitAsync(stopping);
        var (count, waiting) = validations.Unfinished();
        return new UnfinishedValidations(count, Complete: true, clock.GetUtcNow(), waiting);
    }

    /// <summary>Counts what earlier processes ended. Only when an operator looks for the first time: a start need not wait for it.</summary>
    private static void Restore(LocalStore store, OperationsFigures figures)
    {
        foreach (var ended in store.FindEndedBefore(figures.Since, TimeSpan.FromDays(1), MostRestored))
            figures.Restore(ended);
    }
}
