namespace FinRisk.Scoring.Operations.Figures;

/// <summary>The figures of this and the other processes, for the operations page. They are added up when they are read.</summary>
internal sealed class FigureSums(IReadOnlyList<FigureSet> sets)
{
    /// <summary>The number of processes with figures of the last day, including this one.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>The time at which the first of these processes began to count.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The time at which the figures of the other processes were last read; null if they never were.</summary>
    public DateTimeOffset? OthersAsOf { get; init; }

    /// <summary>True if the latest read of the other processes' figures succeeded.</summary>
    public bool IsComplete { get; init; }

    /// <summary>
    /// Returns the sums of all columns (<see cref="MinuteColumns"/>) over the <paramref name="minutes"/> up to and including
    /// <paramref name="last"/>.
    /// </summary>
    public long[] Sum(long last, int minutes)
    {
        var sum = new long[MinuteColumns.Width];
        foreach (var set in sets)
            set.Ring.AddTo(sum, last, minutes);
        return sum;
    }

    /// <summary>
    /// Returns a provider's availability over the <paramref name="minutes"/> up to and including <paramref name="minute"/>.
    /// </summary>
    public AvailabilityResponse Availability(string provider, string window, long minute, int minutes)
    {
        var sum = new long[VendorAvailability.Width];
        foreach (var set in sets)
            set.Availability.AddTo(sum, provider, minute, minutes);
        return AvailabilityResponse.Of(window, sum);
    }

    /// <summary>
    /// Returns the newest failed validations, newest first: those that failed with <c>circuit-open</c>, or all others.
    /// </summary>
    public EndedValidation[] Failed(bool byCircuit, int max) =>
        [.. sets.SelectMany(set => set.Failures.Read(byCircuit, max)).OrderByDescending(failed => failed.EndedAt).Take(max)];

    /// <summary>Returns the slowest validations of the hour that ends with this minute, slowest first.</summary>
    public EndedValidation[] Slowest(long minute, int max) =>
        [.. sets.SelectMany(set => set.Slowest.Read(minute, max)).OrderByDescending(ended => ended.DurationMs).Take(max)];

    /// <summary>
    /// Returns the callers refused by the rate limit within the last day, most refusals in the last hour first.
    /// </summary>
    public RateLimitedCaller[] Refused(DateTimeOffset now, int max) =>
    [
        .. sets.SelectMany(set => set.Refusals.Read(now))
            .GroupBy(caller => caller.Caller, StringComparer.Ordinal)
            .Select(caller => new RateLimitedCaller(
                caller.Key,
                caller.Sum(one => one.LastHour),
                caller.Sum(one => one.LastDay),
                caller.Max(one => one.LastAt)))
            .OrderByDescending(caller => caller.LastHour)
            .ThenByDescending(caller => caller.LastDay)
            .Take(max),
    ];
}
