using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// Writes to the audit log of a host. A record is never changed, and is purged after <c>Audit:KeepFor</c>. The local host does
/// not use this interface for the end of a validation: it writes that record in the database transaction that ends the
/// validation.
/// </summary>
public interface IAuditLog
{
    /// <summary>Adds a record. The record is durable when the returned task completes.</summary>
    /// <exception cref="AuditException">The record could not be written.</exception>
    Task AppendAsync(AuditRecord record, CancellationToken stopping);

    /// <summary>Adds several records. All records are durable when the returned task completes.</summary>
    /// <exception cref="AuditException">
    /// A record could not be written. Other records of the list may have been written.
    /// </exception>
    Task AppendAllAsync(IReadOnlyList<AuditRecord> records, CancellationToken stopping);
}

/// <summary>Reads the audit log, for operators. Each host implements it beside <see cref="IAuditLog"/>.</summary>
public interface IAuditReader
{
    /// <summary>Streams every record of one day (UTC), roughly in chronological order.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host's storage cannot be read now. The local host throws StoreException instead, which its routes turn into
    /// a problem response.
    /// </exception>
    IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, CancellationToken stopping);

    /// <summary>Returns every record about one validation, oldest first; empty if there are none.</summary>
    /// <exception cref="StorageUnavailableException">As for <see cref="ReadDayAsync"/>.</exception>
    Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping);

    /// <summary>
    /// Returns the records of a range of days (UTC) that have a correlation id, oldest first; the days are inclusive.
    /// </summary>
    /// <param name="correlationId">The exact correlation id.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    /// <param name="maxRecords">
    /// The maximum number of records; the oldest are returned. (If one day alone has more, the Functions host chooses among them
    /// by the times in their validation ids.) Needed because a caller may send the same correlation id with every request.
    /// </param>
    /// <param name="stopping">Cancels the search.</param>
    /// <exception cref="StorageUnavailableException">As for <see cref="ReadDayAsync"/>.</exception>
    Task<IReadOnlyList<AuditRecord>> FindAsync(
        string correlationId, DateOnly first, DateOnly last, int maxRecords, CancellationToken stopping);
}

/// <summary>
/// A record could not be written to the audit log. The audited action should then not take place, if it can still be prevented.
/// </summary>
public sealed class AuditException(Exception? cause = null) : Exception("The audit log could not be written.", cause);

/// <summary>The settings of the audit log. Settings <c>Audit:*</c>.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// Setting <c>Audit:KeepFor</c>: the time for which a record is retained, 1 day to 30 years. Default 7 years (docs/audit.md),
    /// which is longer than the 5 years that FICA section 23 demands and equal to the 7 years of Companies Act section 24.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(2557);
}
