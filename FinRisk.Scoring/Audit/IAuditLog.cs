namespace FinRisk.Scoring.Audit;

/// <summary>
/// The audit log of a host: rows are added and, after <c>Audit:KeepFor</c>, purged; nothing changes one. The end of a validation
/// is written by the host itself, together with what it ends.
/// </summary>
public interface IAuditLog
{
    /// <summary>Adds a record; it is durable when this ends.</summary>
    /// <exception cref="AuditException">It could not be written.</exception>
    Task AppendAsync(AuditRecord record, CancellationToken stopping);
}
