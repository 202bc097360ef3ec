using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// The audit log of a host: records are added and, after <c>Audit:KeepFor</c>, purged; nothing changes one. The local host writes the
/// record of a validation that ended by itself, in the transaction that ends it; the Functions host writes it through its table.
/// </summary>
public interface IAuditLog
{
    /// <summary>Adds a record; it is durable when this ends.</summary>
    /// <exception cref="AuditException">It could not be written.</exception>
    Task AppendAsync(AuditRecord record, CancellationToken stopping);
}

/// <summary>What an auditor can ask of the log.</summary>
public interface IAuditReader
{
    /// <summary>Every record of one day (UTC), roughly in the order of time, read while it is handed out.</summary>
    IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, CancellationToken stopping);

    /// <summary>Every record about one validation, oldest first.</summary>
    Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping);
}

/// <summary>
/// A record could not be written to the audit log; what it stands for should not go ahead where that can be helped.
/// </summary>
public sealed class AuditException(Exception? cause = null) : Exception("The audit log could not be written.", cause);

/// <summary>How long audit records are kept. Settings <c>Audit:*</c>.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// How long a record is kept. Default 7 years (docs/audit.md): longer than the 5 years of FICA section 23 and equal to the 7
    /// of the Companies Act section 24.
    /// </summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(2557);
}
