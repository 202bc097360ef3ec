namespace RiskShield.Simulator.Journal;

/// <summary>
/// The journal of the last calls, in a ring buffer. A call is added before its response is sent, so that calls that hang are in
/// the journal too.
/// </summary>
/// <param name="capacity">The maximum number of entries; older ones are overwritten.</param>
/// <param name="time">Gives the time of the entries.</param>
internal sealed class CallJournal(int capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly JournalEntry?[] _ring = new JournalEntry?[capacity];
    private long _next = 1;
    private long _firstSinceReset = 1;

    /// <summary>Adds a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="status">The status of the response that will be sent; null if the call gets no complete response.</param>
    /// <param name="fault">The name of the planned fault; null for none.</param>
    /// <param name="billed">Whether the vendor bills this call.</param>
    public void Add(ReceivedCall call, int? status, string? fault, bool billed)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _ring[_next % _ring.Length] = new JournalEntry(_next, now, call, status, fault, billed);
            _next++;
        }
    }

    /// <summary>Reads the matching entries, oldest first.</summary>
    /// <param name="query">The criteria.</param>
    /// <param name="since">The sequence number of the first entry to read.</param>
    /// <returns>The value of <paramref name="since"/> for the next read, and the entries.</returns>
    public (long Next, JournalEntry[] Entries) Read(JournalQuery query, long since)
    {
        JournalEntry[] entries;
        long end;
        lock (_gate)
        {
            end = _next;
            var first = Math.Max(Math.Max(since, _firstSinceReset), end - _ring.Length);
            entries = new JournalEntry[Math.Max(0, end - first)];
            for (var index = 0; index < entries.Length; index++)
                entries[index] = _ring[(first + index) % _ring.Length]!;
        }

        return (end, Array.FindAll(entries, query.Matches));
    }

    /// <summary>Deletes all entries. Sequence numbers are not reset, so that a reader's <c>since</c> stays valid.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _firstSinceReset = _next;
            Array.Clear(_ring);
        }
    }
}
