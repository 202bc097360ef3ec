namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A page of the simulator's journal.</summary>
internal sealed record VendorJournal(long Next, VendorCall[] Entries);
