using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Stores the figures of each process, so that the other processes' operations pages can show them, also after the process has
/// ended. Implemented by each host (SQLite, Azure Tables).
/// </summary>
public interface IFigureStore
{
    /// <summary>
    /// The interval at which a process stores its figures if they have changed. A process that crashes loses at most this much.
    /// </summary>
    TimeSpan Interval { get; }

    /// <summary>Stores the figures of one process in one hour, and replaces those stored before for the same hour.</summary>
    /// <exception cref="StorageUnavailableException">The figures cannot be stored now.</exception>
    Task SaveAsync(StoredFigures figures, CancellationToken stopping);

    /// <summary>
    /// Returns the figures that all processes have stored for the hours from <paramref name="from"/> until before
    /// <paramref name="before"/>.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The figures cannot be read now.</exception>
    Task<IReadOnlyList<StoredFigures>> ReadAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken stopping);
}

/// <summary>The stored figures of one process in one hour.</summary>
/// <param name="Process">The name of the process, unique over all machines and all starts.</param>
/// <param name="Hour">The time at which the hour starts, in UTC.</param>
/// <param name="Content">The serialised <see cref="HourFigures"/>, at most 64 KiB.</param>
public sealed record StoredFigures(string Process, DateTimeOffset Hour, byte[] Content)
{
    /// <summary>
    /// The time for which figures are stored: the day that the operations page shows, and the hour in which that day starts.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(25);
}
