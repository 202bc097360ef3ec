namespace FinRisk.Functions.Validations;

/// <summary>
/// How long an end takes from its announcement until it is durable, on this replica and lately: the time within which every other one
/// is. Learnt from first looks alone (a stochastic median: a look in vain makes it longer by a step, one that finds the end shorter),
/// because it depends on the storage account, the load and the machine. Shared by all who wait; an update lost
/// between two of them does not matter.
/// </summary>
internal sealed class SettlingTime
{
    private const double Step = 0.08;

    /// <summary>No storage settles faster, and no estimate may creep to nothing while all looks succeed.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);

    private long _ticks = TimeSpan.FromMilliseconds(25).Ticks;

    /// <summary>When to look for the first time after the announcement; 5 to 500 ms.</summary>
    public TimeSpan Expected => new(Interlocked.Read(ref _ticks));

    /// <summary>A first look, made when it was expected to, found the end, or did not.</summary>
    public void Learn(bool settled)
    {
        var expected = Expected * (settled ? 1 - Step : 1 + Step);
        Interlocked.Exchange(ref _ticks, Math.Clamp(expected.Ticks, Least.Ticks, Most.Ticks));
    }
}
