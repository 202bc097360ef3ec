namespace RiskShield.Simulator.Journal;

/// <summary>A call in the journal. Sequence numbers start at 1 and have no gaps.</summary>
internal sealed record JournalEntry(
    long Sequence, DateTimeOffset Time, ReceivedCall Call, int? Status, string? Fault, bool Billed);
