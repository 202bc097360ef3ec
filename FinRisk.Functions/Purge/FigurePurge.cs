using FinRisk.Functions.Figures;
using FinRisk.Scoring.Operations.Figures;

namespace FinRisk.Functions.Purge;

/// <summary>
/// Deletes the figures of the operations page once their day is over. Without the limit of <see cref="PurgeProgress"/>: a clock
/// that jumps ahead costs at most a day's figures of that page, which are in the metrics too.
/// </summary>
public sealed class FigurePurge(FigureTable figures, TimeProvider clock)
{
    /// <summary>Purges once; returns the number of deleted rows.</summary>
    public Task<int> PurgeAsync(CancellationToken stopping) =>
        figures.PurgeAsync(clock.GetUtcNow() - StoredFigures.Retention, stopping);
}
