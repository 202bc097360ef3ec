namespace RiskShield.Simulator.Control;

/// <summary>Why a control request was refused.</summary>
internal sealed record ControlError(string Field, string Error);
