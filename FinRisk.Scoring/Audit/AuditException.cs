namespace FinRisk.Scoring.Audit;

/// <summary>
/// A record could not be written to the audit log; what it stands for should not go ahead where that can be helped.
/// </summary>
public sealed class AuditException(Exception? cause = null) : Exception("The audit log could not be written.", cause);
