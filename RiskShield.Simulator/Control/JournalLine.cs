using RiskShield.Simulator.Journal;

namespace RiskShield.Simulator.Control;

/// <summary>A journal entry as JSON. The digest of the body only on request: it could be guessed back to an ID number.</summary>
internal sealed record JournalLine(
    long Sequence, DateTimeOffset Time, string? CorrelationId, string? IdempotencyKey, string? TraceParent,
    bool KeyValid, int? Status, string? Fault, bool Billed, string? BodySha256)
{
    public static JournalLine Of(JournalEntry entry, bool withBodySha256) => new(
        entry.Sequence, entry.Time, entry.Call.CorrelationId, entry.Call.IdempotencyKey, entry.Call.TraceParent,
        entry.Call.KeyValid, entry.Status, entry.Fault, entry.Billed,
        withBodySha256 ? Convert.ToHexStringLower(entry.Call.BodySha256) : null);
}
