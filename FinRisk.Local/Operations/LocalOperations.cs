using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Local.Operations;

/// <summary>The operators' view of the one-process host.</summary>
internal sealed partial class LocalOperations(
    LocalValidationHost validations,
    LocalCircuit circuit,
    LocalStore store,
    OperationsFigures figures,
    TimeProvider clock,
    ILogger<LocalOperations> log) : IOperationsView, IDisposable
{
    /// <summary>How many validations of earlier processes are read: some hundred milliseconds, once.</summary>
    private const int MaxRestored = 100_000;

    /// <summary>How long after a failed reading the next is tried.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _restoring = new(1);
    private bool _isRestored;
    private DateTimeOffset _nextTry = DateTimeOffset.MinValue;

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
        await RestoreAsync(stopping);
        var (count, waiting) = validations.Unfinished();
        return new UnfinishedValidations(count, Complete: true, clock.GetUtcNow(), waiting);
    }

    /// <inheritdoc/>
    public void Dispose() => _restoring.Dispose();

    /// <summary>
    /// Counts what earlier processes ended. Only when an operator asks for the first time: a start need not wait for it. Where
    /// the store cannot be read the page shows this process alone, for that is when operators need it, and it is tried again
    /// later.
    /// </summary>
    private async Task RestoreAsync(CancellationToken stopping)
    {
        await _restoring.WaitAsync(stopping);
        try
        {
            if (_isRestored || clock.GetUtcNow() < _nextTry)
                return;

            // All of it is read before any is counted, so that a reading that fails half way counts nothing.
            foreach (var ended in await Task.Run(
                () => store.FindEndedBefore(figures.Since, TimeSpan.FromDays(1), MaxRestored), stopping))
                figures.Restore(ended);
            _isRestored = true;
        }
        catch (StoreException fault)
        {
            _nextTry = clock.GetUtcNow() + RetryAfter;
            Log.NotRestored(log, fault.Code);
        }
        finally
        {
            _restoring.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5006,
            LogLevel.Warning,
            "figures_not_restored: what earlier processes ended cannot be read (SQLite {code}); it is tried again in a minute",
            EventName = "figures_not_restored")]
        public static partial void NotRestored(ILogger log, int code);
    }
}
