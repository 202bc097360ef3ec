namespace RiskShield.Simulator.Faults;

/// <summary>The vendor's own error body.</summary>
internal sealed record VendorError(string Error, string Message);
