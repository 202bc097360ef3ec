namespace RiskShield.Simulator.Journal;

/// <summary>Which entries to read; a null criterion matches all.</summary>
internal sealed record JournalQuery(string? CorrelationId, string? CorrelationIdPrefix, string? IdempotencyKey, long Since)
{
    public bool Wants(JournalEntry entry) =>
        (CorrelationId is null || entry.Call.CorrelationId == CorrelationId)
        && (CorrelationIdPrefix is null || entry.Call.CorrelationId?.StartsWith(CorrelationIdPrefix, StringComparison.Ordinal) is true)
        && (IdempotencyKey is null || entry.Call.IdempotencyKey == IdempotencyKey);
}
