namespace FinRisk.Scoring.Audit;

/// <summary>How long audit records are kept. Settings <c>Audit:*</c>.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// How long a record is kept. Default 7 years (docs/audit.md): longer than the 5 years of FICA section 23 and equal to the 7
    /// of the Companies Act section 24.
    /// </summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(2557);
}
