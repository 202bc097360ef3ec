namespace RiskShield.Simulator.Journal;

/// <summary>One call in the journal, numbered in the order of receipt.</summary>
internal sealed record JournalEntry(
    long Sequence, DateTimeOffset Time, ReceivedCall Call, int? Status, string? Fault, bool Billed);
