namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The vendor's counts since its last reset.</summary>
internal sealed record VendorStats(long Calls, long Billed, int InFlight, int MaxInFlight);
