using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Operations;

/// <summary>What only the host can tell the operators' page.</summary>
public interface IOperationsView
{
    /// <summary>The host, and how far its figures reach.</summary>
    HostDescription Host { get; }

    /// <summary>The circuit as it is; null where it cannot be read just now.</summary>
    ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping);

    /// <summary>The validations that have not ended, as far as that can be told at a bounded cost.</summary>
    ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping);
}
