using RiskShield.Simulator.Journal;

namespace RiskShield.Simulator.Control;

/// <summary>
/// A journal entry as JSON. The hash of the body is included only on request, because the ID number could be found from it by
/// trying out numbers.
/// </summary>
internal sealed record JournalLine(
    long Sequence, DateTimeOffset Time, string? CorrelationId, string? IdempotencyKey, string? TraceParent,
    bool KeyValid, int? Status, string? Fault, bool Billed, string? BodySha256)
{
    public static JournalLine FromEntry(JournalEntry entry, bool withBodySha256) => new(
        entry.Sequence, entry.Time, entry.Call.CorrelationId, entry.Call.IdempotencyKey, entry.Call.TraceParent,
        entry.Call.KeyValid, entry.Status, entry.Fault, entry.Billed,
        withBodySha256 ? Convert.ToHexStringLower(entry.Call.BodySha256) : null);
}
