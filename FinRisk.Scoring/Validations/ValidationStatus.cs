namespace FinRisk.Scoring.Validations;

/// <summary>Where a validation stands, as callers see it (contract, section 2).</summary>
public enum ValidationStatus
{
    /// <summary>Accepted, and not begun.</summary>
    Pending,

    /// <summary>Begun.</summary>
    Running,

    /// <summary>Ended with a score.</summary>
    Completed,

    /// <summary>Ended without one; the reason is known.</summary>
    Failed,
}
