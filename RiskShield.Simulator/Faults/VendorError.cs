namespace RiskShield.Simulator.Faults;

/// <summary>The body of a vendor's error response.</summary>
internal sealed record VendorError(string Error, string Message);
