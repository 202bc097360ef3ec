using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>Figures in memory, which several processes may share.</summary>
internal sealed class StubFigureStore : IFigureStore
{
    private readonly Dictionary<(string, DateTimeOffset), StoredFigures> _rows = [];

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <summary>How often something was written.</summary>
    public int Writes { get; private set; }

    /// <summary>How often it was read, a span at a time.</summary>
    public List<(DateTimeOffset From, DateTimeOffset Before)> Reads { get; } = [];

    /// <summary>Whether it is away.</summary>
    public bool IsAway { get; set; }

    public Task SaveAsync(StoredFigures figures, CancellationToken stopping)
    {
        if (IsAway)
            throw new StorageUnavailableException();
        Writes++;
        _rows[(figures.Process, figures.Hour)] = figures;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredFigures>> ReadAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken stopping)
    {
        Reads.Add((from, before));
        return IsAway
            ? throw new StorageUnavailableException()
            : Task.FromResult<IReadOnlyList<StoredFigures>>(
                [.. _rows.Values.Where(row => row.Hour >= from && row.Hour < before)]);
    }
}
