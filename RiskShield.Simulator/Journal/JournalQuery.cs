namespace RiskShield.Simulator.Journal;

/// <summary>
/// The criteria for journal entries. An entry must match all of them; a criterion that is null matches every entry.
/// </summary>
internal sealed record JournalQuery(
    string? CorrelationId, string? CorrelationIdPrefix, string? IdempotencyKey, string? IdempotencyKeyPrefix)
{
    /// <summary>True if the entry matches all criteria.</summary>
    public bool Matches(JournalEntry entry) =>
        (CorrelationId is null || entry.Call.CorrelationId == CorrelationId)
        && (CorrelationIdPrefix is null || entry.Call.CorrelationId?.StartsWith(
            CorrelationIdPrefix, StringComparison.Ordinal) is true)
        && (IdempotencyKey is null || entry.Call.IdempotencyKey == IdempotencyKey)
        && (IdempotencyKeyPrefix is null
            || entry.Call.IdempotencyKey?.StartsWith(IdempotencyKeyPrefix, StringComparison.Ordinal) is true);
}
