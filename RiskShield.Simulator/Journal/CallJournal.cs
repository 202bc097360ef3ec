namespace RiskShield.Simulator.Journal;

/// <summary>The last calls received, in a ring. A call is in it before it is answered, so one that hangs is visible.</summary>
internal sealed class CallJournal(SimulatorOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly JournalEntry?[] ring = new JournalEntry?[options.JournalCapacity];
    private long next = 1;
    private long oldest = 1;

    /// <param name="call">What was received.</param>
    /// <param name="status">The status that is going to be answered, or null if none is (a hang, a cut).</param>
    /// <param name="fault">The planned fault, or null.</param>
    /// <param name="billed">Whether the vendor charges for this call.</param>
    public void Add(ReceivedCall call, int? status, string? fault, bool billed)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            ring[next % ring.Length] = new JournalEntry(next, now, call, status, fault, billed);
            next++;
        }
    }

    /// <summary>The entries that a query wants, oldest first, and the sequence to ask from next time.</summary>
    public (long Next, JournalEntry[] Entries) Read(JournalQuery query)
    {
        JournalEntry[] entries;
        long end;
        lock (gate)
        {
            end = next;
            var first = Math.Max(Math.Max(query.Since, oldest), end - ring.Length);
            entries = new JournalEntry[Math.Max(0, end - first)];
            for (var index = 0; index < entries.Length; index++)
                entries[index] = ring[(first + index) % ring.Length]!;
        }

        return (end, Array.FindAll(entries, query.Wants));
    }

    /// <summary>Forgets every call; sequences go on, so that a reader's place stays meaningful.</summary>
    public void Reset()
    {
        lock (gate)
        {
            oldest = next;
            Array.Clear(ring);
        }
    }
}
