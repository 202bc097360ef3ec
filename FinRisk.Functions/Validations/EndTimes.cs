namespace FinRisk.Functions.Validations;

/// <summary>
/// How long validations take to end on this replica, lately: until the end is announced, and from then until it is durable. Both
/// depend on the storage account, the load and the machine, so they are learnt. Shared by all who wait; an update lost between two of
/// them does not matter.
/// </summary>
internal sealed class EndTimes
{
    private const double Step = 0.08;
    private const int Memory = 8;

    /// <summary>No storage settles faster, and no estimate may creep to nothing while all looks succeed.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);

    private long _toAnnouncement;
    private long _toDurable = TimeSpan.FromMilliseconds(25).Ticks;

    /// <summary>From the start of a wait until the announcement: a moving average; zero while nothing is known.</summary>
    public TimeSpan ToAnnouncement => new(Interlocked.Read(ref _toAnnouncement));

    /// <summary>From the announcement until every other end is durable; 5 to 500 ms.</summary>
    public TimeSpan ToDurable => new(Interlocked.Read(ref _toDurable));

    /// <summary>
    /// An end was announced so long after its wait began. Only of those that were: one that ended elsewhere was found when it was
    /// looked for, which says how long the looking took.
    /// </summary>
    public void LearnAnnounced(TimeSpan after)
    {
        var known = ToAnnouncement;
        Interlocked.Exchange(ref _toAnnouncement, known == TimeSpan.Zero ? after.Ticks : (known + (after - known) / Memory).Ticks);
    }

    /// <summary>
    /// A first look, made when it was expected to, found the end, or did not: a stochastic median, which takes a step down for the one
    /// and a step up for the other.
    /// </summary>
    public void LearnDurable(bool found)
    {
        var expected = ToDurable * (found ? 1 - Step : 1 + Step);
        Interlocked.Exchange(ref _toDurable, Math.Clamp(expected.Ticks, Least.Ticks, Most.Ticks));
    }
}
