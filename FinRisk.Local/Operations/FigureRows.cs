using FinRisk.Local.Store;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Storage;

namespace FinRisk.Local.Operations;

/// <summary>Stores the figures of this process in the database, and reads those of all processes that used it.</summary>
internal sealed class FigureRows(StoreWriter writer, StoreReaders readers) : IFigureStore
{
    /// <summary>Short, because a write joins a group commit and costs little more than one page of it.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task SaveAsync(StoredFigures figures, CancellationToken stopping)
    {
        try
        {
            await writer.WriteAsync(store => store.SaveFigures(figures)).WaitAsync(stopping);
        }
        catch (StoreException exception)
        {
            throw new StorageUnavailableException(exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredFigures>> ReadAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken stopping)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<StoredFigures>>(readers.Read(reader => reader.ReadFigures(from, before)));
        }
        catch (StoreException exception)
        {
            throw new StorageUnavailableException(exception);
        }
    }
}
