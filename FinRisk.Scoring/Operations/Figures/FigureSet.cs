namespace FinRisk.Scoring.Operations.Figures;

/// <summary>The figures of the last day: those that this process counts, or the stored figures of other processes.</summary>
internal sealed class FigureSet
{
    private const int HourMinutes = HourFigures.Minutes;

    /// <summary>The counts by minute; the columns are those of <see cref="MinuteColumns"/>.</summary>
    public MinuteRing Ring { get; } = new(MinuteColumns.Width);

    /// <summary>The calls that show the availability of each provider.</summary>
    public VendorAvailability Availability { get; } = new();

    /// <summary>The newest failed validations.</summary>
    public NewestFailures Failures { get; } = new();

    /// <summary>The slowest validations of the last hour.</summary>
    public SlowestValidations Slowest { get; } = new();

    /// <summary>The requests that the rate limit refused, by caller.</summary>
    public RateLimitRefusals Refusals { get; } = new();

    /// <summary>
    /// Returns the sum of all counters of an hour. Counters never decrease, so a different sum shows that the figures have
    /// changed.
    /// </summary>
    public long SumOf(long hour) => Ring.Sum(((hour + 1) * HourMinutes) - 1, HourMinutes).Sum();

    /// <summary>Returns the figures of one hour, to be stored.</summary>
    /// <param name="hour">The number of the hour.</param>
    /// <param name="since">The time at which this process began to count.</param>
    public HourFigures Read(long hour, DateTimeOffset since)
    {
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var column = 0; column < MinuteColumns.Width; column++)
        {
            if (Ring.Read(hour * HourMinutes, HourMinutes, column) is { } minutes)
                counts[MinuteColumns.Names[column]] = minutes;
        }

        return new HourFigures(
            since.UtcDateTime,
            counts,
            Availability.ReadHour(hour),
            Failures.ReadHour(hour),
            Slowest.ReadHour(hour),
            Refusals.ReadHour(hour));
    }

    /// <summary>
    /// Adds the figures of an hour that another process stored. Columns that this version does not know are ignored.
    /// </summary>
    public void Add(long hour, HourFigures figures)
    {
        for (var column = 0; column < MinuteColumns.Width; column++)
            Ring.Add(hour * HourMinutes, column, figures.Counts.GetValueOrDefault(MinuteColumns.Names[column]));
        foreach (var (provider, calls) in figures.Providers)
            Availability.Add(provider, hour, calls);
        Failures.Merge([.. figures.Failed.Where(IsOfHour)]);
        foreach (var ended in figures.Slowest.Where(IsOfHour))
            Slowest.Add(MinuteRing.MinuteOf(ended.EndedAt), ended);
        foreach (var (caller, refused) in figures.Refused)
            Refusals.Add(caller, hour, refused);

        // An entry with a damaged time far in the future would never be replaced by newer ones, so it is skipped.
        bool IsOfHour(EndedValidation ended) => HourFigures.HourOf(ended.EndedAt) == hour;
    }
}
