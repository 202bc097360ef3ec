using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Audit;

/// <summary>What an auditor can ask of the log.</summary>
public interface IAuditReader
{
    /// <summary>Every record of one day (UTC), roughly in the order of time, read while it is handed out.</summary>
    IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, CancellationToken stopping);

    /// <summary>Every record about one validation, oldest first.</summary>
    Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping);
}
