namespace FinRisk.Scoring.RiskShield;

/// <summary>When a call to the vendor may start.</summary>
/// <param name="Granted">Whether that moment is reserved for it; if not, it was too far off.</param>
/// <param name="Wait">How long it is until then.</param>
public readonly record struct CallSlot(bool Granted, TimeSpan Wait);
