using FinRisk.Local.Circuit;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations;

namespace FinRisk.Local.Operations;

/// <summary>The operators' view of the local host.</summary>
internal sealed class LocalOperations(LocalValidationHost validations, LocalCircuits circuits, TimeProvider clock)
    : IOperationsView
{
    /// <inheritdoc/>
    public HostDescription Host { get; } = new(
        "local",
        "this host, also before its last start, for 24 hours",
        "all of this host");

    /// <inheritdoc/>
    public async ValueTask<CircuitSnapshot?> ReadCircuitAsync(string provider, CancellationToken stopping) =>
        await circuits.ReadAsync(provider, stopping);

    /// <inheritdoc/>
    public ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping)
    {
        var (count, waiting) = validations.Unfinished();
        return ValueTask.FromResult(new UnfinishedValidations(count, Complete: true, clock.GetUtcNow(), waiting));
    }

    /// <inheritdoc/>
    public ValueTask<FoundUnfinished> FindUnfinishedAsync(string correlationId, CancellationToken stopping) =>
        ValueTask.FromResult(new FoundUnfinished(validations.FindUnfinished(correlationId), Complete: true));
}
