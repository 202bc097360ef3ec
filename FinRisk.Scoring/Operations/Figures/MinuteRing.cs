namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// A ring buffer of counters: a row for each minute of the last day, and a column for each counter. Counting is one interlocked
/// addition without lock or allocation, so it costs a request next to nothing. A row is cleared when it is reused, a day later.
/// </summary>
/// <param name="width">The number of columns.</param>
/// <param name="rows">The number of rows. With fewer rows than a day has minutes, a "minute" may be a longer interval.</param>
internal sealed class MinuteRing(int width, int rows = MinuteRing.Minutes)
{
    /// <summary>The number of minutes of a day, the default number of rows.</summary>
    public const int Minutes = 24 * 60;

    /// <summary>
    /// The limit on a stored count. No process counts that much in a minute, so a larger value is damaged, and could overflow a
    /// sum.
    /// </summary>
    private const int MaxAdded = 10_000_000;

    private readonly Lock _gate = new();

    /// <summary>The minute that each row belongs to at present.</summary>
    private readonly long[] _minuteOfRow = new long[rows];
    private readonly int[] _counts = new int[rows * width];

    /// <summary>Returns the number of the minute that contains a time, counted from the year 1.</summary>
    public static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    /// <summary>Returns the number of the minute that contains a time in UTC.</summary>
    public static long MinuteOf(DateTime utc) => utc.Ticks / TimeSpan.TicksPerMinute;

    /// <summary>Returns the time at which a minute starts.</summary>
    public static DateTimeOffset StartOf(long minute) => new(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>Adds to the counter of a column in a minute. Ignored if the minute is older than the ring.</summary>
    public void Count(long minute, int column, int amount = 1)
    {
        var row = (int)(minute % rows);
        if (Volatile.Read(ref _minuteOfRow[row]) == minute || TryClaimRow(row, minute))
            Interlocked.Add(ref _counts[(row * width) + column], amount);
    }

    /// <summary>
    /// Returns the counts of one column in the <paramref name="minutes"/> from <paramref name="first"/> on; null if all are zero.
    /// </summary>
    public int[]? Read(long first, int minutes, int column)
    {
        int[]? counts = null;
        for (var offset = 0; offset < minutes; offset++)
        {
            var row = (int)((first + offset) % rows);
            if (Volatile.Read(ref _minuteOfRow[row]) == first + offset
                && Volatile.Read(ref _counts[(row * width) + column]) is > 0 and var count)
                (counts ??= new int[minutes])[offset] = count;
        }

        return counts;
    }

    /// <summary>
    /// Adds stored counts of one column, one for each minute from <paramref name="first"/> on. Skips values that cannot be
    /// counts.
    /// </summary>
    public void Add(long first, int column, int[]? counts)
    {
        for (var offset = 0; offset < counts?.Length && offset < rows; offset++)
        {
            if (counts[offset] is > 0 and < MaxAdded)
                Count(first + offset, column, counts[offset]);
        }
    }

    /// <summary>
    /// Returns the sum of each column over the <paramref name="minutes"/> up to and including <paramref name="last"/>.
    /// </summary>
    public long[] Sum(long last, int minutes)
    {
        var sum = new long[width];
        AddTo(sum, last, minutes);
        return sum;
    }

    /// <summary>
    /// Adds each column's counts of the <paramref name="minutes"/> up to and including <paramref name="last"/> to a sum.
    /// </summary>
    public void AddTo(long[] sum, long last, int minutes)
    {
        for (var minute = last - minutes + 1; minute <= last; minute++)
        {
            var row = (int)(minute % rows);
            if (Volatile.Read(ref _minuteOfRow[row]) != minute)
                continue;
            for (var column = 0; column < width; column++)
                sum[column] += Volatile.Read(ref _counts[(row * width) + column]);
        }
    }

    /// <summary>Clears a row for a new minute; returns false if the row already belongs to a later minute.</summary>
    private bool TryClaimRow(int row, long minute)
    {
        lock (_gate)
        {
            if (_minuteOfRow[row] >= minute)
                return _minuteOfRow[row] == minute;
            Array.Clear(_counts, row * width, width);
            Volatile.Write(ref _minuteOfRow[row], minute);
            return true;
        }
    }
}
