namespace RiskShield.Simulator.Control;

/// <summary>The body of a 400: why a control request was refused.</summary>
internal sealed record ControlError(string Field, string Error);
