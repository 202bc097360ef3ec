namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// A row of counters for each minute of the last day, in one array. Counting is one interlocked addition: no lock, no allocation,
/// so the busiest request pays next to nothing. A row is cleared when its minute comes round again.
/// </summary>
internal sealed class MinuteRing(int width, int rows = MinuteRing.Minutes)
{
    /// <summary>How many minutes a day has: the rows of the ring.</summary>
    public const int Minutes = 24 * 60;

    private readonly Lock _gate = new();
    private readonly long[] _stamps = new long[rows];
    private readonly int[] _cells = new int[rows * width];

    /// <summary>The number of a moment's minute.</summary>
    public static long MinuteOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMinute;

    /// <summary>The beginning of a minute.</summary>
    public static DateTimeOffset MomentOf(long minute) => new(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>Counts one in a cell of a minute.</summary>
    public void Count(long minute, int cell)
    {
        var slot = (int)(minute % rows);
        if (Volatile.Read(ref _stamps[slot]) == minute || Begin(slot, minute))
            Interlocked.Increment(ref _cells[(slot * width) + cell]);
    }

    /// <summary>The sum of so many minutes, the last of them included.</summary>
    public long[] Sum(long last, int minutes)
    {
        var sum = new long[width];
        for (var minute = last - minutes + 1; minute <= last; minute++)
        {
            var slot = (int)(minute % rows);
            if (Volatile.Read(ref _stamps[slot]) != minute)
                continue;
            for (var cell = 0; cell < width; cell++)
                sum[cell] += Volatile.Read(ref _cells[(slot * width) + cell]);
        }

        return sum;
    }

    /// <summary>Gives a slot to a new minute; false where it belongs to a later one already.</summary>
    private bool Begin(int slot, long minute)
    {
        lock (_gate)
        {
            if (_stamps[slot] >= minute)
                return _stamps[slot] == minute;
            Array.Clear(_cells, slot * width, width);
            Volatile.Write(ref _stamps[slot], minute);
            return true;
        }
    }
}
