namespace FinRisk.Local.Store;

/// <summary>
/// The keys of audit rows: the record's time in milliseconds, then 20 bits that tell records of one millisecond apart. New rows go
/// to the table's end, and a day, or all that is older than a moment, is a range of keys: the table needs no index.
/// </summary>
internal static class AuditSequence
{
    private const int CounterBits = 20;
    private const long CounterMask = (1L << CounterBits) - 1;

    /// <summary>The smallest key of a moment.</summary>
    public static long FloorOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() << CounterBits;

    /// <summary>The moment of a key.</summary>
    public static DateTimeOffset TimeOf(long key) => DateTimeOffset.FromUnixTimeMilliseconds(key >> CounterBits);

    /// <summary>The key of a record of this moment, where <paramref name="counter"/> is one more each time.</summary>
    public static long Of(DateTimeOffset moment, long counter) => FloorOf(moment) | (counter & CounterMask);
}
